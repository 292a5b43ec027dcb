package dev.rollcall.engine.names;

import dev.rollcall.model.Fault;
import dev.rollcall.model.FaultKind;
import dev.rollcall.model.NameEvidence;
import dev.rollcall.model.NameEvidence.ServerAnswer;
import dev.rollcall.model.NameEvidence.Status;
import dev.rollcall.model.Phase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every name of a run, asked once. Its answers are the same for every rule, and no name takes
 * longer than the timeout from when it was first asked for.
 *
 * <p>Methods that wait also take a future that ends the waiting when it completes.
 */
public final class NameBook {
  /** Names that no name server is to be asked for: addresses, and this host's own (RFC 6761). */
  private static final Pattern OWN =
      Pattern.compile(
          "[0-9.]+|[0-9a-f:.]*:[0-9a-f:.%]*|(.*\\.)?localhost\\.?", Pattern.CASE_INSENSITIVE);

  private final Map<String, Pending<Known>> known = new ConcurrentHashMap<>();
  private final Map<String, Pending<List<ServerAnswer>>> servers = new ConcurrentHashMap<>();
  private final Map<String, Pending<List<ServerAnswer>>> services = new ConcurrentHashMap<>();
  private final NameServers nameServers;
  private final SystemNames system;
  private final ExecutorService threads;
  private final Duration timeout;

  /** With the operating system's own resolver. */
  public NameBook(NameServers nameServers, ExecutorService threads, Duration timeout) {
    this(nameServers, host -> List.of(InetAddress.getAllByName(host)), threads, timeout);
  }

  /**
   * Asks nothing yet.
   *
   * @param system decides which addresses a name has
   * @param threads runs the operating system's resolver, which cannot be interrupted, so that a
   *     thread in it is left behind at the timeout: daemons
   * @param timeout how long one name may take
   */
  public NameBook(
      NameServers nameServers, SystemNames system, ExecutorService threads, Duration timeout) {
    this.nameServers = nameServers;
    this.system = system;
    this.threads = threads;
    this.timeout = timeout;
  }

  /** The operating system's resolver. */
  @FunctionalInterface
  public interface SystemNames {
    List<InetAddress> lookup(String host) throws UnknownHostException;
  }

  /** What the operating system's resolver gave, and how long it took. */
  private record Known(List<InetAddress> addresses, Duration took, String failure) {}

  /** What a service record leads to. */
  public record Services(List<String> targets, NameEvidence evidence) {}

  /** Has the name looked up, and the name servers asked, without waiting for either. */
  public void begin(String host) {
    lookup(host);
    answers(host);
  }

  /**
   * The addresses of a name, as the operating system's resolver gives them, without duplicates;
   * empty if it gives none in time.
   */
  public List<InetAddress> addresses(String host, CompletableFuture<Void> end)
      throws InterruptedException {
    begin(host);
    return lookup(host).await(end).map(Known::addresses).orElse(List.of());
  }

  /** As {@link #addresses(String, CompletableFuture)}, waiting as long as the timeout. */
  public List<InetAddress> addresses(String host) throws InterruptedException {
    return addresses(host, new CompletableFuture<>());
  }

  /** Everything known of a name; empty if the waiting ended before the system had answered. */
  public Optional<NameEvidence> evidence(String host, CompletableFuture<Void> end)
      throws InterruptedException {
    begin(host);
    Optional<Known> answer = lookup(host).await(end);
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    Known found = answer.get();
    List<ServerAnswer> answers = answers(host).await(end).orElse(List.of());
    return Optional.of(
        new NameEvidence(
            host,
            found.addresses(),
            found.took(),
            found.addresses().isEmpty()
                ? Optional.of(fault(found.failure(), answers))
                : Optional.empty(),
            answers));
  }

  /**
   * The hosts that a service record names, by priority, and what every server said.
   *
   * @return the targets, and evidence without a fault if there are any
   */
  public Services services(String service, CompletableFuture<Void> end)
      throws InterruptedException {
    long start = System.nanoTime();
    List<ServerAnswer> answers =
        services
            .computeIfAbsent(
                service,
                name -> Pending.of(() -> nameServers.services(name), List.of(), threads, timeout))
            .await(end)
            .orElse(List.of());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    List<String> targets =
        answers.stream()
            .filter(answer -> answer.status() == Status.ANSWERED)
            .findFirst()
            .map(NameBook::targets)
            .orElse(List.of());
    Optional<Fault> fault =
        targets.isEmpty() ? Optional.of(fault("no SRV record", answers)) : Optional.empty();
    return new Services(targets, new NameEvidence(service, List.of(), took, fault, answers));
  }

  static List<String> targets(ServerAnswer answer) {
    return List.copyOf(
        answer.records().stream()
            .map(record -> record.split(" ", -1))
            // "." says that there is no such service (RFC 2782).
            .filter(parts -> parts.length == 4 && !parts[3].equals("."))
            .filter(parts -> parts[0].matches("[0-9]{1,5}"))
            .sorted(Comparator.comparingInt((String[] parts) -> Integer.parseInt(parts[0])))
            .map(parts -> parts[3].toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private Pending<List<ServerAnswer>> answers(String host) {
    return servers.computeIfAbsent(
        host,
        name ->
            Pending.of(
                () -> OWN.matcher(name).matches() ? List.of() : nameServers.addresses(name),
                List.of(),
                threads,
                timeout));
  }

  private Pending<Known> lookup(String host) {
    return known.computeIfAbsent(
        host,
        name ->
            Pending.of(
                () -> ask(name),
                new Known(List.of(), timeout, "the system's resolver did not answer in time"),
                threads,
                timeout));
  }

  private Known ask(String host) {
    long start = System.nanoTime();
    try {
      List<InetAddress> addresses = system.lookup(host).stream().distinct().toList();
      return new Known(addresses, Duration.ofNanos(System.nanoTime() - start), "");
    } catch (UnknownHostException e) {
      return new Known(
          List.of(),
          Duration.ofNanos(System.nanoTime() - start),
          "the system's resolver knows no address");
    }
  }

  /** The system does not say why it has no address; the name servers do. */
  private static Fault fault(String failure, List<ServerAnswer> answers) {
    boolean absent =
        answers.stream()
            .anyMatch(a -> a.status() == Status.NXDOMAIN || a.status() == Status.NO_DATA);
    boolean present = answers.stream().anyMatch(a -> a.status() == Status.ANSWERED);
    String said =
        answers.isEmpty()
            ? "no name server could be asked"
            : answers.stream()
                .map(a -> a.server() + " says " + a.status())
                .collect(Collectors.joining(", "));
    FaultKind kind = absent && !present ? FaultKind.NAME_NOT_FOUND : FaultKind.NAME_SERVER_FAILED;
    return new Fault(Phase.RESOLVE, kind, failure + "; " + said);
  }
}
