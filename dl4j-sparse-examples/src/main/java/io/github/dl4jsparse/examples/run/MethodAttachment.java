package io.github.dl4jsparse.examples.run;

/** Puts a method on a network, before its training starts or goes on. */
@FunctionalInterface
public interface MethodAttachment {

    /**
     * Attaches the method.
     *
     * @param context network, settings and data
     */
    void attach(MethodContext context);
}
