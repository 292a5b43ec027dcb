package dev.rollcall.run;

import dev.rollcall.catalogue.Catalogues;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.demo.DemoSite;
import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Events;
import dev.rollcall.engine.Limits;
import dev.rollcall.engine.RunContext;
import dev.rollcall.engine.names.NameBook;
import dev.rollcall.engine.names.NameServers;
import dev.rollcall.engine.names.SearchList;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.path.Target;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.TlsHandshake;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.budget.MemoryBudget;
import dev.rollcall.probe.certificate.TrustRoots;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.probe.mail.MailRequest;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.probe.path.PathSearches;
import dev.rollcall.probe.timing.CpuClock;
import dev.rollcall.run.host.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;

/** Puts the parts of a run together. */
public final class Wiring {
  private static final int DNS = 53;

  /** Name servers are asked for evidence in parallel, and must not delay the run. */
  private static final Duration NAME_SERVER_TIMEOUT = Duration.ofSeconds(3);

  /** More than the vendor's table has; each takes a few threads. */
  private static final int NAMES_AHEAD = 128;

  /** The heap for one attempt that computes, in bytes. */
  private static final long COMPUTING = 16 << 20;

  private final Limits limits;
  private final Optional<Site> site;
  private final Optional<SharedKey> key;
  private final Protocols protocols;
  private final ExecutorService threads = DaemonThreads.pool("probe");
  private final NameBook names;
  private int rules;

  public Wiring(Limits limits, Optional<Site> site, Optional<SharedKey> key, Protocols protocols) {
    this.limits = limits;
    this.protocols = protocols;
    this.key = key;
    this.site = site;
    // Java's cache of names is off: every run sees current answers.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    List<InetSocketAddress> servers =
        site.map(Site::resolvers).orElse(List.of()).stream()
            .map(server -> new InetSocketAddress(server, DNS))
            .toList();
    this.names =
        NameBook.ofThisHost(
            new NameServers(servers, SearchList.ofThisHost(), NAME_SERVER_TIMEOUT, threads),
            threads,
            limits.timeout());
  }

  /**
   * Loads the platform's roots and TLS while the caller reads files: a Java that has just started
   * needs half a second for them.
   */
  public static void headStart() {
    Runnable preload =
        () -> {
          TlsHandshake.preload();
          TrustRoots.Platform.load();
          CpuClock.of(Thread.currentThread());
        };
    DaemonThreads.named("preload").newThread(preload).start();
  }

  /**
   * An engine for the site.
   *
   * @param keyring the credentials of its rules
   * @param mail to send, if one is requested
   */
  public Engine engine(Events events, Keyring keyring, Optional<MailRequest> mail)
      throws IOException {
    return engine(limits, events, keyring, mail);
  }

  /** An engine for the site that sends one mail, within limits of its own. */
  Engine posting(Limits own, Keyring keyring, MailRequest mail) throws IOException {
    return engine(own, Events.NONE, keyring, Optional.of(mail));
  }

  private Engine engine(Limits own, Events events, Keyring keyring, Optional<MailRequest> mail)
      throws IOException {
    Site.Trust trust = site.map(Site::trust).orElse(Site.Trust.NONE);
    TrustRoots roots = TrustRoots.load(trust.internal(), trust.publicRoots(), trust.inspection());
    RunContext context =
        context(own, roots, site.flatMap(Site::source), key, keyring, mail, protocols, rules);
    return engine(own, context, names, events, threads);
  }

  /** An engine for the demonstration: it trusts its root and uses its names. */
  public static Engine demonstration(
      Limits limits, DemoSite stage, Events events, Protocols protocols) {
    ExecutorService threads = DaemonThreads.pool("probe");
    NameServers servers =
        new NameServers(List.of(stage.nameServer()), NAME_SERVER_TIMEOUT, threads);
    NameBook.SystemNames noNames =
        host -> {
          throw new UnknownHostException(host);
        };
    TrustRoots roots =
        TrustRoots.of(
            Map.of(
                Anchor.PUBLIC, Set.of(stage.root()),
                Anchor.INTERNAL, Set.of(stage.root())));
    NameBook names = new NameBook(servers, noNames, threads, limits.timeout());
    RunContext context =
        context(
            limits,
            roots,
            Optional.empty(),
            Optional.empty(),
            Keyring.NONE,
            Optional.empty(),
            protocols,
            0);
    return engine(limits, context, names, events, threads);
  }

  private static RunContext context(
      Limits limits,
      TrustRoots roots,
      Optional<InetAddress> source,
      Optional<SharedKey> key,
      Keyring keyring,
      Optional<MailRequest> mail,
      Protocols protocols,
      int rules) {
    return new RunContext(
        roots,
        source,
        (rule, followUp) -> ask(followUp, protocols),
        key,
        keyring,
        mail,
        permits(limits, rules),
        new PathSearches());
  }

  /** As many attempts may compute at once as this host has processors and memory for. */
  private static CpuPermits permits(Limits limits, int rules) {
    Runtime java = Runtime.getRuntime();
    long fitting = Math.max(1, java.maxMemory() / COMPUTING);
    return new CpuPermits(
        (int) Math.min(java.availableProcessors(), fitting),
        MemoryBudget.of(java.maxMemory(), limits.reading(rules)));
  }

  private static Engine engine(
      Limits limits, RunContext context, NameBook names, Events events, ExecutorService threads) {
    return new Engine(limits, context, names, events, threads, watchdog());
  }

  /** Most of its tasks are cancelled, and are forgotten then. */
  private static ScheduledExecutorService watchdog() {
    ScheduledThreadPoolExecutor watchdog =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named("watchdog"));
    watchdog.setRemoveOnCancelPolicy(true);
    return watchdog;
  }

  /**
   * Starts to look up the names of a plan and of the site's servers in parallel, so that a slow
   * resolver delays a run only once. Of many names it starts the first; the others follow with
   * their rules.
   */
  public void begin(Plan plan) {
    rules = plan.rules().size();
    Host.unaddressed(site).forEach(names::begin);
    plan.rules().stream()
        .map(PlannedRule::work)
        .filter(Work.Probe.class::isInstance)
        .flatMap(work -> names((Work.Probe) work))
        .distinct()
        .limit(NAMES_AHEAD)
        .forEach(names::begin);
  }

  /** The names that a rule needs. */
  private static Stream<String> names(Work.Probe work) {
    return work.proxy().isPresent()
        ? work.proxy().stream().map(Target::host)
        : work.destinations().stream()
            .filter(destination -> destination.address().isEmpty())
            .map(destination -> destination.target().host());
  }

  /** What is known of this host, with the addresses of the site's servers if they resolve soon. */
  public HostIdentity here() {
    return Host.here(Host.addresses(Host.unaddressed(site), names, limits.timeout()));
  }

  private static Optional<Ask<?>> ask(FollowUp followUp, Protocols protocols) {
    return protocols.named(followUp.protocol()).map(Wiring::byDefault);
  }

  private static <S extends Record> Ask<S> byDefault(Protocol<S> protocol) {
    return new Ask<>(protocol, Catalogues.defaults(protocol));
  }
}
