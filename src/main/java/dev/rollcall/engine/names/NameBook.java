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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Every name of a run, asked once. */
public final class NameBook {
  private final Map<String, CompletableFuture<Known>> known = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<List<ServerAnswer>>> servers =
      new ConcurrentHashMap<>();
  private final NameServers nameServers;
  private final ExecutorService threads;
  private final Duration timeout;

  /**
   * @param threads runs the operating system's resolver, which cannot be interrupted: daemons
   * @param timeout how long one name may take
   */
  public NameBook(NameServers nameServers, ExecutorService threads, Duration timeout) {
    this.nameServers = nameServers;
    this.threads = threads;
    this.timeout = timeout;
  }

  /** What the operating system's resolver gave, and how long it took. */
  private record Known(List<InetAddress> addresses, Duration took, String failure) {}

  /**
   * The addresses of a name, as the operating system's resolver gives them; empty if it gives none
   * in time.
   */
  public List<InetAddress> addresses(String host) throws InterruptedException {
    var unused = evidenceOf(host); // begun now, waited for by evidence()
    return lookup(host).addresses();
  }

  /** Everything known of a name; waits for the name servers, no longer than the timeout. */
  public NameEvidence evidence(String host) throws InterruptedException {
    Known found = lookup(host);
    List<ServerAnswer> answers = await(evidenceOf(host), List.of());
    return new NameEvidence(
        host,
        found.addresses(),
        found.took(),
        found.addresses().isEmpty() ? Optional.of(fault(found, answers)) : Optional.empty(),
        answers);
  }

  /**
   * The hosts that a service record names, by priority, and what every server said.
   *
   * @return the targets, and evidence without a fault if there are any
   */
  public Services services(String service) throws InterruptedException {
    long start = System.nanoTime();
    List<ServerAnswer> answers =
        await(
            CompletableFuture.supplyAsync(() -> nameServers.services(service), threads), List.of());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    List<String> targets =
        answers.stream()
            .filter(answer -> answer.status() == Status.ANSWERED)
            .findFirst()
            .map(NameBook::targets)
            .orElse(List.of());
    Optional<Fault> fault =
        targets.isEmpty()
            ? Optional.of(fault(new Known(List.of(), took, "no SRV record"), answers))
            : Optional.empty();
    return new Services(targets, new NameEvidence(service, List.of(), took, fault, answers));
  }

  /** What a service record leads to. */
  public record Services(List<String> targets, NameEvidence evidence) {}

  private static List<String> targets(ServerAnswer answer) {
    return List.copyOf(
        answer.records().stream()
            .map(record -> record.split(" "))
            .sorted(Comparator.comparingInt((String[] parts) -> Integer.parseInt(parts[0])))
            .map(parts -> parts[3].toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private CompletableFuture<List<ServerAnswer>> evidenceOf(String host) {
    return servers.computeIfAbsent(
        host, name -> CompletableFuture.supplyAsync(() -> nameServers.addresses(name), threads));
  }

  private Known lookup(String host) throws InterruptedException {
    return await(
        known.computeIfAbsent(
            host, name -> CompletableFuture.supplyAsync(() -> system(name), threads)),
        new Known(List.of(), timeout, "the system's resolver did not answer in time"));
  }

  private static Known system(String host) {
    long start = System.nanoTime();
    try {
      List<InetAddress> addresses =
          List.of(InetAddress.getAllByName(host)).stream().distinct().toList();
      return new Known(addresses, Duration.ofNanos(System.nanoTime() - start), "");
    } catch (UnknownHostException e) {
      return new Known(
          List.of(),
          Duration.ofNanos(System.nanoTime() - start),
          "the system's resolver knows no address");
    }
  }

  /** The system does not say why it has no address; the name servers do. */
  private static Fault fault(Known found, List<ServerAnswer> answers) {
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
    return new Fault(Phase.RESOLVE, kind, found.failure() + "; " + said);
  }

  private <T> T await(CompletableFuture<T> future, T otherwise) throws InterruptedException {
    try {
      return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return otherwise;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
