package io.github.dl4jsparse.layers.reparam;

/** To be implemented by a network's {@code TrainingListener} that wants to hear of events in reparameterised layers. */
public interface ReparameterizationListener {

    /**
     * Called in the middle of a training step, on the thread that trains.
     *
     * @param event what happened
     */
    void onEvent(ReparameterizationEvent event);
}
