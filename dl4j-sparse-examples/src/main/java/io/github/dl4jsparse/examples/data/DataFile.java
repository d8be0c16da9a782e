package io.github.dl4jsparse.examples.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.deeplearning4j.exception.DL4JInvalidInputException;

/** Reads whole files, plain or gzip, whichever their first bytes say, and names the file when it cannot. */
final class DataFile {

    private DataFile() {}

    /**
     * The content of a file, unpacked.
     *
     * @throws DL4JInvalidInputException if it is missing, cannot be read, or is a damaged gzip file
     */
    static byte[] read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DL4JInvalidInputException(
                    "The file (" + file + ") is " + (Files.exists(file) ? "no file" : "missing")
                            + ". Maybe the folder is another one, or the download is not complete?");
        }
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                InputStream in = isGzip(raw) ? new GZIPInputStream(raw, 1 << 16) : raw) {
            return in.readAllBytes();
        } catch (EOFException | ZipException e) {
            throw new DL4JInvalidInputException(
                    "The gzip file (" + file + ") is truncated or damaged (" + e.getMessage()
                            + "). Maybe the download broke off? Fetch it again.",
                    e);
        } catch (IOException e) {
            throw new DL4JInvalidInputException(
                    "The file (" + file + ") cannot be read (" + e.getMessage() + "). Maybe a permission is missing?",
                    e);
        }
    }

    /** The content of a file that holds nothing but Latin text. */
    static String readText(Path file) {
        return new String(read(file), StandardCharsets.ISO_8859_1);
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
        in.reset();
        return gzip;
    }
}
