package io.github.dl4jsparse.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command that has run. */
record CommandLineRun(int status, String out, String err) {

    static CommandLineRun of(Object... args) {
        String[] words = new String[args.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = String.valueOf(args[i]);
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Main.run(new PrintWriter(out), new PrintWriter(err), words);
        return new CommandLineRun(status, out.toString(), err.toString());
    }
}
