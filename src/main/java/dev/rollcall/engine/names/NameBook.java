package dev.rollcall.engine.names;

import dev.rollcall.engine.names.NameServers.Both;
import dev.rollcall.engine.names.SystemAnswer.State;
import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.NameEvidence;
import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.fault.Fault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Looks up every name of a run once. All rules get the same answers, and no name takes longer than
 * the resolver's own timeout from its first lookup.
 *
 * <p>The operating system's resolver decides. If it is late although its name servers have
 * answered, their addresses are used meanwhile, and the delay is a concern.
 *
 * <p>Methods that wait take a future; they stop waiting when it completes.
 */
public final class NameBook {
  /** Names for which no name server is asked: addresses, and this host's own (RFC 6761). */
  private static final Pattern OWN =
      Pattern.compile(
          "[0-9.]+|[0-9a-f:.]*:[0-9a-f:.%]*|(.*\\.)?localhost\\.?", Pattern.CASE_INSENSITIVE);

  /**
   * After this time the system's resolver is late: it lost a packet, or waits for a dead server.
   */
  private static final Duration LATE = Duration.ofSeconds(3);

  /** The least duration of a lookup that failed because no answer came. */
  private static final Duration WAITED = Duration.ofSeconds(1);

  /** How long the resolver may take beyond its configured time. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private final Map<String, TimedAnswer<SystemAnswer>> known = new ConcurrentHashMap<>();
  private final Map<String, TimedAnswer<List<InetAddress>>> found = new ConcurrentHashMap<>();
  private final Map<String, TimedAnswer<List<Both>>> servers = new ConcurrentHashMap<>();
  private final Map<String, TimedAnswer<List<ServerAnswer>>> services = new ConcurrentHashMap<>();

  /** A question to a name server has a timeout of its own, and may wait for others. */
  private static final int QUEUED = 3;

  private final NameServers nameServers;
  private final SystemNames system;
  private final ExecutorService threads;
  private final Duration timeout;
  private final Duration late;

  /**
   * With the operating system's resolver and its configured timeout.
   *
   * @param least the minimum timeout, if the resolver is configured for less
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
   * Sends nothing yet.
   *
   * @param system decides which addresses a name has
   * @param threads runs the operating system's resolver, which cannot be interrupted: its thread is
   *     abandoned at the timeout; daemon threads
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

  /** The targets of a service record. */
  public record Services(List<String> targets, NameEvidence evidence) {}

  /** Starts the lookup of the name by the system and by the name servers, without waiting. */
  public void begin(String host) {
    lookup(host);
    answers(host);
  }

  /**
   * The addresses of a name from the operating system's resolver, or from its name servers if it is
   * late; without duplicates, and empty if there are none in time.
   */
  public List<InetAddress> addresses(String host, CompletableFuture<Void> end)
      throws InterruptedException {
    return found(host).await(end).orElse(List.of());
  }

  /**
   * As {@link #addresses}, but only those that come within that time from the start of the lookup.
   */
  public List<InetAddress> addressesWithin(String host, Duration time) {
    return found(host).within(time).orElse(List.of());
  }

  /**
   * What the system's resolver answers for a name that cannot exist, looked up once; empty, as it
   * should be, if it finds nothing.
   */
  public List<InetAddress> invented(CompletableFuture<Void> end) throws InterruptedException {
    return impossible().await(end).map(SystemAnswer::addresses).orElse(List.of());
  }

  /** Starts the lookup of {@link #invented}. */
  public void beginInvented() {
    impossible();
  }

  /** Waits no longer than a resolver takes that is not late. */
  private TimedAnswer<SystemAnswer> impossible() {
    return known.computeIfAbsent(
        ImpossibleName.THIS_RUN, name -> pending(() -> once(name, System.nanoTime()), late));
  }

  /** Whether a name server of this run is at that address. */
  public boolean isNameServer(InetAddress address) {
    return nameServers.isOne(address);
  }

  /**
   * Forgets names without an address and services without a host, so that they are looked up again,
   * and which name servers were silent.
   */
  public void retry() {
    nameServers.forgetSilences();
    services
        .values()
        .removeIf(all -> all.within(Duration.ZERO).filter(Answers::haveNoTarget).isPresent());
    List<String> failed =
        found.keySet().stream()
            .filter(host -> found(host).within(Duration.ZERO).filter(List::isEmpty).isPresent())
            .toList();
    List.of(found, known, servers).forEach(answers -> answers.keySet().removeAll(failed));
  }

  /**
   * Forgets every answer and which name servers were silent, so that all names are looked up again.
   */
  public void forget() {
    nameServers.forgetSilences();
    List.of(known, found, servers, services).forEach(Map::clear);
  }

  /** The evidence of a name; empty if the waiting ended before the system answered. */
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
        addresses.isEmpty() ? Optional.of(NameFaults.ofHost(host, said, both)) : Optional.empty();
    List<Concern> concerns =
        addresses.isEmpty() ? List.of() : NameConcerns.of(host, said, both, late);
    return Optional.of(new NameEvidence(host, addresses, said.took(), fault, answers, concerns));
  }

  /**
   * The hosts of a service record, by priority, and the answer of every server.
   *
   * @return the targets, and evidence without a fault if there are any
   */
  public Services services(String service, CompletableFuture<Void> end)
      throws InterruptedException {
    long start = System.nanoTime();
    List<ServerAnswer> answers =
        services
            .computeIfAbsent(service, name -> queued(() -> nameServers.services(name)))
            .await(end)
            .orElse(List.of());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    List<String> targets = Answers.targets(answers);
    Optional<Fault> fault =
        targets.isEmpty() ? Optional.of(NameFaults.ofService(service, answers)) : Optional.empty();
    return new Services(targets, new NameEvidence(service, List.of(), took, fault, answers));
  }

  private TimedAnswer<List<Both>> answers(String host) {
    return servers.computeIfAbsent(
        host,
        name ->
            queued(() -> OWN.matcher(name).matches() ? List.of() : nameServers.addresses(name)));
  }

  private <T> TimedAnswer<List<T>> queued(Supplier<List<T>> question) {
    return TimedAnswer.of(question, List.of(), threads, timeout.multipliedBy(QUEUED));
  }

  private TimedAnswer<SystemAnswer> lookup(String host) {
    return known.computeIfAbsent(host, name -> pending(() -> ask(name), timeout));
  }

  private TimedAnswer<SystemAnswer> pending(Supplier<SystemAnswer> question, Duration time) {
    SystemAnswer none = new SystemAnswer(List.of(), time, State.LATE);
    return TimedAnswer.of(question, none, threads, time);
  }

  /** The addresses to try. */
  private TimedAnswer<List<InetAddress>> found(String host) {
    begin(host);
    return found.computeIfAbsent(host, name -> queued(() -> choose(name)));
  }

  private List<InetAddress> choose(String host) {
    Optional<SystemAnswer> soon = lookup(host).within(late);
    if (soon.filter(answer -> !answer.isOpen()).isPresent()) {
      return soon.get().addresses();
    }
    List<InetAddress> theirs = nameServers.areTheSystems() ? theirs(host) : List.of();
    return theirs.isEmpty() ? lookup(host).await().addresses() : theirs;
  }

  /** The addresses from the first name server that returned any. */
  private List<InetAddress> theirs(String host) {
    return Answers.first(answers(host).await().stream().map(Both::together), Answers::addresses);
  }

  /**
   * Asks the system once more if it failed but its name servers have addresses, or if it got no
   * answer.
   */
  private SystemAnswer ask(String host) {
    long start = System.nanoTime();
    SystemAnswer first = once(host, start);
    if (!first.addresses().isEmpty() || first.took().compareTo(timeout.dividedBy(2)) >= 0) {
      return first;
    }
    List<ServerAnswer> answers = answers(host).await().stream().map(Both::together).toList();
    boolean denied = answers.stream().anyMatch(NameFaults::denies);
    boolean given = answers.stream().anyMatch(answer -> !answer.records().isEmpty());
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
   * Whether the resolver got no answer (EAI_AGAIN), or, if its text is in another language, took
   * all of its time.
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
