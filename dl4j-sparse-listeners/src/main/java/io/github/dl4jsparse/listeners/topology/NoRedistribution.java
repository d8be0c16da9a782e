package io.github.dl4jsparse.listeners.topology;

/** Each weight grows as many connections as it has dropped. */
record NoRedistribution() implements Redistribution {

    @Override
    public long[] quotas(NetworkUpdate update, long[] dropped) {
        return dropped;
    }
}
