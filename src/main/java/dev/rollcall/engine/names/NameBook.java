package dev.rollcall.engine.names;

import dev.rollcall.engine.names.NameServers.Both;
import dev.rollcall.engine.names.SystemAnswer.State;
import dev.rollcall.model.Concern;
import dev.rollcall.model.Fault;
import dev.rollcall.model.NameEvidence;
import dev.rollcall.model.NameEvidence.ServerAnswer;
import dev.rollcall.model.NameEvidence.Status;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every name of a run, looked up once. Its answers are the same for every rule, and no name takes
 * longer than the resolver's own time from when it was first asked for.
 *
 * <p>The operating system's resolver decides. Where it is late although name servers that it asks
 * have answered, their addresses are tried meanwhile, and that it was late is a concern.
 *
 * <p>Methods that wait also take a future that ends the waiting when it completes.
 */
public final class NameBook {
  /** Names that no name server is to be asked for: addresses, and this host's own (RFC 6761). */
  private static final Pattern OWN =
      Pattern.compile(
          "[0-9.]+|[0-9a-f:.]*:[0-9a-f:.%]*|(.*\\.)?localhost\\.?", Pattern.CASE_INSENSITIVE);

  /**
   * From here on the system's resolver is late: it has lost a packet, or waits for a dead server.
   */
  private static final Duration LATE = Duration.ofSeconds(3);

  /** What a look-up takes at least if it failed because an answer was waited for in vain. */
  private static final Duration WAITED = Duration.ofSeconds(1);

  /**
   * Cannot exist: no registry gives out a name with hyphens in the third and fourth place that is
   * no IDN's (RFC 5891 §4.2.3.1). With the final dot no search list applies. It differs from run to
   * run, so that no cache answers.
   */
  private static final String IMPOSSIBLE =
      "zz--no-such-name-" + new SecureRandom().nextInt(100_000) + ".com.";

  /** What the resolver may take beyond the time that it is configured for. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private final Map<String, Pending<SystemAnswer>> known = new ConcurrentHashMap<>();
  private final Map<String, Pending<List<InetAddress>>> found = new ConcurrentHashMap<>();
  private final Map<String, Pending<List<Both>>> servers = new ConcurrentHashMap<>();
  private final Map<String, Pending<List<ServerAnswer>>> services = new ConcurrentHashMap<>();
  private final NameServers nameServers;
  private final SystemNames system;
  private final ExecutorService threads;
  private final Duration timeout;
  private final Duration late;

  /**
   * With the operating system's own resolver, which gets the time that it is configured for.
   *
   * @param least what every name gets, also where the resolver is configured for less
   */
  public static NameBook ofThisHost(
      NameServers nameServers, ExecutorService threads, Duration least) {
    Duration own = ResolverTime.configured().plus(SLACK);
    return new NameBook(
        nameServers,
        host -> List.of(InetAddress.getAllByName(host)),
        threads,
        own.compareTo(least) > 0 ? own : least);
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
    Duration half = timeout.dividedBy(2);
    this.late = half.compareTo(LATE) < 0 ? half : LATE;
  }

  /** The operating system's resolver. */
  @FunctionalInterface
  public interface SystemNames {
    List<InetAddress> lookup(String host) throws UnknownHostException;
  }

  /** What a service record leads to. */
  public record Services(List<String> targets, NameEvidence evidence) {}

  /** Has the name looked up, and the name servers asked, without waiting for either. */
  public void begin(String host) {
    lookup(host);
    answers(host);
  }

  /**
   * The addresses of a name, as the operating system's resolver gives them, or its name servers
   * where it is late, without duplicates; empty if there are none in time.
   */
  public List<InetAddress> addresses(String host, CompletableFuture<Void> end)
      throws InterruptedException {
    return found(host).await(end).orElse(List.of());
  }

  /** As {@link #addresses}, but only those that come within that time from when it was begun. */
  public List<InetAddress> addressesWithin(String host, Duration time) {
    return found(host).within(time).orElse(List.of());
  }

  /**
   * What the system's resolver answers to a name that cannot exist, asked once; empty if nothing,
   * as it should be.
   */
  public List<InetAddress> invented(CompletableFuture<Void> end) throws InterruptedException {
    return impossible().await(end).map(SystemAnswer::addresses).orElse(List.of());
  }

  /** Begins to ask for {@link #invented}. */
  public void beginInvented() {
    impossible();
  }

  /** Not waited for longer than a resolver takes that is not late. */
  private Pending<SystemAnswer> impossible() {
    return known.computeIfAbsent(
        IMPOSSIBLE, name -> pending(() -> once(name, System.nanoTime()), late));
  }

  /** Whether a name server of this run is at that address. */
  public boolean isNameServer(InetAddress address) {
    return nameServers.isOne(address);
  }

  /** Forgets the names without an address, so that another try looks them up again. */
  public void retry() {
    List<String> failed =
        found.keySet().stream()
            .filter(host -> found(host).within(Duration.ZERO).filter(List::isEmpty).isPresent())
            .toList();
    found.keySet().removeAll(failed);
    known.keySet().removeAll(failed);
    servers.keySet().removeAll(failed);
  }

  /** Everything known of a name; empty if the waiting ended before the system had answered. */
  public Optional<NameEvidence> evidence(String host, CompletableFuture<Void> end)
      throws InterruptedException {
    Optional<List<InetAddress>> tried = found(host).await(end);
    Optional<SystemAnswer> answer = lookup(host).await(end);
    if (tried.isEmpty() || answer.isEmpty()) {
      return Optional.empty();
    }
    SystemAnswer said = answer.get();
    List<InetAddress> addresses = said.isOpen() ? tried.get() : said.addresses();
    List<Both> both = answers(host).await(end).orElse(List.of());
    List<ServerAnswer> answers = both.stream().map(Both::together).toList();
    Optional<Fault> fault =
        addresses.isEmpty()
            ? Optional.of(NameFaults.of(host, "the system's resolver " + said.text(), answers))
            : Optional.empty();
    List<Concern> concerns =
        addresses.isEmpty() ? List.of() : NameConcerns.of(host, said, both, late);
    return Optional.of(new NameEvidence(host, addresses, said.took(), fault, answers, concerns));
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
        targets.isEmpty()
            ? Optional.of(NameFaults.of(service, "no SRV record", answers))
            : Optional.empty();
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

  private Pending<List<Both>> answers(String host) {
    return servers.computeIfAbsent(
        host,
        name ->
            Pending.of(
                () -> OWN.matcher(name).matches() ? List.of() : nameServers.addresses(name),
                List.of(),
                threads,
                timeout));
  }

  private Pending<SystemAnswer> lookup(String host) {
    return known.computeIfAbsent(host, name -> pending(() -> ask(name), timeout));
  }

  private Pending<SystemAnswer> pending(Supplier<SystemAnswer> question, Duration time) {
    SystemAnswer none = new SystemAnswer(List.of(), time, State.LATE);
    return Pending.of(question, none, threads, time);
  }

  /** The addresses to try. */
  private Pending<List<InetAddress>> found(String host) {
    begin(host);
    return found.computeIfAbsent(
        host, name -> Pending.of(() -> choose(name), List.of(), threads, timeout.multipliedBy(3)));
  }

  private List<InetAddress> choose(String host) {
    Optional<SystemAnswer> soon = lookup(host).within(late);
    if (soon.filter(answer -> !answer.isOpen()).isPresent()) {
      return soon.get().addresses();
    }
    List<InetAddress> theirs = nameServers.areTheSystems() ? theirs(host) : List.of();
    return theirs.isEmpty() ? lookup(host).await().addresses() : theirs;
  }

  /** What the name servers gave, the first that gave any. */
  private List<InetAddress> theirs(String host) {
    return answers(host).await().stream()
        .map(both -> both.together())
        .filter(answer -> answer.status() == Status.ANSWERED)
        .map(Answers::addresses)
        .filter(addresses -> !addresses.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /**
   * Asks the system once more where it failed against its name servers, or for want of an answer.
   */
  private SystemAnswer ask(String host) {
    long start = System.nanoTime();
    SystemAnswer first = once(host, start);
    if (!first.addresses().isEmpty() || first.took().compareTo(timeout.dividedBy(2)) >= 0) {
      return first;
    }
    List<ServerAnswer> answers = answers(host).await().stream().map(Both::together).toList();
    boolean denied = answers.stream().anyMatch(NameFaults::denies);
    boolean given = answers.stream().anyMatch(answer -> answer.status() == Status.ANSWERED);
    return !denied && (given || first.isOpen()) ? once(host, start) : first;
  }

  private SystemAnswer once(String host, long start) {
    long begun = System.nanoTime();
    try {
      List<InetAddress> addresses = system.lookup(host).stream().distinct().toList();
      State state = addresses.isEmpty() ? State.NONE : State.FOUND;
      return new SystemAnswer(addresses, since(start), state);
    } catch (UnknownHostException e) {
      return new SystemAnswer(
          List.of(), since(start), waited(e, since(begun)) ? State.GAVE_UP : State.NONE);
    }
  }

  /**
   * Whether the resolver says that it waited in vain (EAI_AGAIN), or, where its text is in another
   * language, took all of its time.
   */
  private boolean waited(UnknownHostException e, Duration took) {
    boolean says = String.valueOf(e.getMessage()).contains("Temporary failure");
    Duration least = timeout.minus(SLACK);
    return took.compareTo(says || least.compareTo(WAITED) < 0 ? WAITED : least) >= 0;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
