package io.github.dl4jsparse.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows in Java compiles and runs. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    private static final String FRAME = """
            import static io.github.dl4jsparse.layers.mask.SparsityDistribution.uniform;
            import static io.github.dl4jsparse.listeners.topology.Horizon.epochs;
            import io.github.dl4jsparse.continual.*;
            import io.github.dl4jsparse.continual.inference.TaskInferences;
            import io.github.dl4jsparse.continual.metrics.AccuracyMatrix;
            import io.github.dl4jsparse.continual.strategy.*;
            import io.github.dl4jsparse.continual.stream.TaskStreams;
            import io.github.dl4jsparse.examples.data.GlyphDigits;
            import io.github.dl4jsparse.examples.data.SequentialIterator;
            import io.github.dl4jsparse.examples.data.ShuffledIterator;
            import io.github.dl4jsparse.layers.convert.*;
            import io.github.dl4jsparse.layers.mask.MaskSet;
            import io.github.dl4jsparse.layers.reparam.*;
            import io.github.dl4jsparse.layers.predict.SparsePredictor;
            import io.github.dl4jsparse.layers.sparse.SparseDenseLayer;
            import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
            import io.github.dl4jsparse.listeners.topology.*;
            import java.nio.file.Path;
            import org.deeplearning4j.nn.conf.*;
            import org.deeplearning4j.nn.conf.inputs.InputType;
            import org.deeplearning4j.nn.conf.layers.*;
            import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
            import org.deeplearning4j.nn.weights.WeightInit;
            import org.nd4j.linalg.activations.Activation;
            import org.nd4j.linalg.api.ndarray.INDArray;
            import org.nd4j.linalg.learning.config.*;
            import org.nd4j.linalg.lossfunctions.LossFunctions;

            public class Snippet%d {
                public static void run(Path file) throws Exception {
                    MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                            .updater(new Adam(1e-3))
                            .list()
                            .layer(new DenseLayer.Builder().nIn(784).nOut(100).build())
                            .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
                            .build());
                    net.init();
                    ShuffledIterator train = new ShuffledIterator(GlyphDigits.generate(1, 60), 20, 1);
                    SequentialIterator test = new SequentialIterator(GlyphDigits.generate(2, 20), 20);
            %s
                }
            }
            """;

    @TempDir
    Path folder;

    static List<String> snippets() throws IOException {
        Path readme = Stream.of(Path.of("README.md"), Path.of("..", "README.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        return JAVA.matcher(Files.readString(readme))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring("```java\n".length(), block.length() - "```".length()))
                .toList();
    }

    @Test
    void everySnippetCompilesAndRuns() throws Exception {
        List<String> snippets = snippets();
        assertThat(snippets).hasSizeGreaterThanOrEqualTo(4);
        for (int i = 0; i < snippets.size(); i++) {
            compile(i, snippets.get(i));
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            for (int i = 0; i < snippets.size(); i++) {
                run(loader.loadClass("Snippet" + i), snippets.get(i));
            }
        }
    }

    private void compile(int number, String snippet) throws IOException {
        Path source = folder.resolve("Snippet" + number + ".java");
        Files.writeString(source, FRAME.formatted(number, snippet));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        Boolean compiled;
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            compiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of("-proc:none", "-cp", classPath, "-d", folder.toString()),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
        }
        assertThat(compiled).as("%s%n%s", snippet, messages).isTrue();
    }

    private void run(Class<?> type, String snippet) throws ReflectiveOperationException {
        try {
            type.getMethod("run", Path.class).invoke(null, folder.resolve(type.getSimpleName() + ".zip"));
        } catch (InvocationTargetException e) {
            throw new AssertionError(snippet, e.getCause());
        }
    }
}
