package io.github.dl4jsparse.examples.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Times contenders in turn, A B C A B C, so that what else happens on the machine falls on all of them alike.
 *
 * <p>The number of ND4J's threads is set before a call and outside of its time, and only where it differs from that of
 * the call before.
 */
final class Interleaved {

    private Interleaved() {}

    /** One timing for each contender, in their order, without the calls of the warm-up rounds. */
    static List<Timing> measure(List<Contender> contenders, Rounds rounds) {
        List<List<Double>> millis = new ArrayList<>();
        contenders.forEach(contender -> millis.add(new ArrayList<>()));
        int threads = 0;
        for (int round = -rounds.warmUp(); round < rounds.measured(); round++) {
            for (int i = 0; i < contenders.size(); i++) {
                Contender contender = contenders.get(i);
                if (contender.threads() != threads) {
                    threads = contender.threads();
                    NativeThreads.set(threads);
                }
                long start = System.nanoTime();
                contender.call().run();
                double time = (System.nanoTime() - start) / 1e6;
                if (round >= 0) {
                    millis.get(i).add(time);
                }
            }
        }
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            timings.add(new Timing(contenders.get(i).name(), millis.get(i)));
        }
        return timings;
    }
}
