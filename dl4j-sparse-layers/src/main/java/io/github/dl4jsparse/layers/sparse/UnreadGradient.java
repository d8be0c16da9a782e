package io.github.dl4jsparse.layers.sparse;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Finds out whether the gradient of a layer's input will be read.
 *
 * <p>A {@code MultiLayerNetwork} asks its first layer for it in every training step and throws it away, unless the gradient
 * of the network's own input was asked for ({@code calculateGradients}, {@code backpropGradient}). It does not tell the layer
 * which of the two it is; only the methods that are running do. In all other cases the answer is that it may be read.
 */
final class UnreadGradient {

    private static final StackWalker STACK = StackWalker.getInstance();
    private static final String NETWORK = MultiLayerNetwork.class.getName();
    private static final List<String> STEP = List.of("calcBackpropGradients", "computeGradientAndScore");

    private UnreadGradient() {}

    /** To be called by the layer's {@code backpropGradient} itself. */
    static boolean isThatOf(Layer layer) {
        return layer.getIndex() == 0
                && STACK.walk(frames -> frames.skip(2)
                        .limit(STEP.size())
                        .filter(frame -> frame.getClassName().equals(NETWORK))
                        .map(StackWalker.StackFrame::getMethodName)
                        .toList()
                        .equals(STEP));
    }
}
