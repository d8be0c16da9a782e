package io.github.dl4jsparse.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How pages and pictures look. */
final class StyleSheet {

    private StyleSheet() {}

    static String text() {
        try (InputStream in = StyleSheet.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
