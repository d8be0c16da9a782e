package io.github.dl4jsparse.listeners.ensemble;

import io.github.dl4jsparse.layers.mask.WeightShape;
import io.github.dl4jsparse.layers.weight.NetworkView;
import io.github.dl4jsparse.layers.weight.SparseWeight;
import io.github.dl4jsparse.listeners.checkpoint.SparseModels;
import io.github.dl4jsparse.listeners.topology.MethodPart;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a ticket at the end of each refinement, before the leap to the next one:
 *
 * <pre>{@code
 * TicketPhases phases = new TicketPhases(10, 5, 3);
 * TicketCollector tickets = TicketCollector.inMemory(phases);
 * phases.on(DynamicSparseTraining.rigl(), 100).sparsity(0.9).also(tickets).attach(net);
 * net.fit(train, phases.epochs());
 * INDArray outputs = tickets.ensemble().output(test);
 * }</pre>
 *
 * <p>A collector belongs to one network. Epochs are counted from attachment. A run that is saved and continued finds
 * tickets in their folder again; those in memory are gone then.
 */
public final class TicketCollector implements MethodPart {

    private static final Logger LOG = LoggerFactory.getLogger(TicketCollector.class);

    private final TicketPhases phases;
    private final Path folder;
    private final List<Ticket> tickets = new ArrayList<>();
    private NetworkView network;
    private int taken;

    private TicketCollector(TicketPhases phases, Path folder) {
        this.phases = Objects.requireNonNull(phases);
        this.folder = folder;
    }

    /**
     * Keeps copies of the network in memory.
     *
     * @param phases of the training
     * @return a collector for one network
     */
    public static TicketCollector inMemory(TicketPhases phases) {
        return new TicketCollector(phases, null);
    }

    /**
     * Saves each ticket to a file, {@code ticket-1.zip} and so on, so that memory holds one network only.
     *
     * @param phases of the training
     * @param folder is made if it does not exist; files of these names are replaced
     * @return a collector for one network
     */
    public static TicketCollector inFolder(TicketPhases phases, Path folder) {
        return new TicketCollector(phases, Objects.requireNonNull(folder));
    }

    @Override
    public void check(NetworkView view, List<WeightShape> weights) {
        if (network != null) {
            throw new DL4JInvalidConfigException("The part (" + this
                    + ") has the tickets of another network already. Make a new one for each network.");
        }
    }

    @Override
    public void attached(NetworkView attachedTo, List<SparseWeight> weights) {
        network = attachedTo;
    }

    @Override
    public void afterEpoch(int epoch) {
        if (!phases.endsRefinement(epoch)) {
            return;
        }
        taken++;
        if (folder == null) {
            tickets.add(Ticket.of(network.model()));
        } else {
            try {
                Files.createDirectories(folder);
                SparseModels.save(network.model(), file(taken), false);
            } catch (IOException e) {
                throw new UncheckedIOException("The ticket (" + file(taken) + ") cannot be saved.", e);
            }
        }
    }

    private Path file(int number) {
        return folder.resolve("ticket-" + number + ".zip");
    }

    /**
     * How many tickets were taken.
     *
     * @return a number
     */
    public int taken() {
        return taken;
    }

    /**
     * The tickets; those in files are loaded.
     *
     * @return oldest first
     * @throws UncheckedIOException if a file cannot be read
     */
    public List<Ticket> tickets() {
        if (folder == null) {
            return List.copyOf(tickets);
        }
        return files().stream()
                .map(file -> {
                    try {
                        return Ticket.load(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException("The ticket (" + file + ") cannot be read.", e);
                    }
                })
                .toList();
    }

    private List<Path> files() {
        return IntStream.rangeClosed(1, taken).mapToObj(this::file).toList();
    }

    /**
     * The ensemble of the tickets; those in files are loaded one by one for each call.
     *
     * @return an ensemble
     */
    public Ensemble ensemble() {
        return folder == null
                ? Ensemble.of(tickets.stream().map(Ticket::network).toList())
                : Ensemble.ofFiles(files());
    }

    @Override
    public void writeState(DataOutput out) throws IOException {
        out.writeInt(taken);
    }

    @Override
    public void readState(DataInput in) throws IOException {
        int before = in.readInt();
        if (folder != null) {
            taken = before;
        } else if (before > 0) {
            LOG.warn(
                    "The ({}) tickets that the saved run had in memory are gone. TicketCollector.inFolder keeps them.",
                    before);
        }
    }

    @Override
    public String toString() {
        return "tickets of " + phases;
    }
}
