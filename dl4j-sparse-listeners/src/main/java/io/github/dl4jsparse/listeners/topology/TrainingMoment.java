package io.github.dl4jsparse.listeners.topology;

/**
 * A moment at which the topology may change: after a parameter update, or after the last one of an epoch.
 *
 * @param step parameter updates that are finished, counted from attachment
 * @param epoch epochs that are finished, counted from attachment
 * @param epochEnd whether this is the end of an epoch
 * @param progress the share of the horizon that is over, in [0, 1]; NaN without a horizon
 */
public record TrainingMoment(long step, int epoch, boolean epochEnd, double progress) {}
