package dev.rollcall.engine;

import dev.rollcall.engine.names.NameBook;
import dev.rollcall.engine.names.NameServers;
import dev.rollcall.model.attempt.Evidence;
import dev.rollcall.model.attempt.FollowUp;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.Discovery;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.probe.path.PathSearches;
import dev.rollcall.sample.RuleBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;

/** An engine with everything around it, for one test. */
final class Roll implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final AtomicInteger tasks = new AtomicInteger();
  private IntPredicate refused = task -> false;
  private final ExecutorService threads =
      new ThreadPoolExecutor(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>()) {
        @Override
        public void execute(Runnable task) {
          if (refused.test(tasks.getAndIncrement())) {
            throw new Error("unable to create native thread");
          }
          super.execute(task);
        }
      };
  private Events events = Events.NONE;
  private Optional<NameBook.SystemNames> system = Optional.empty();
  private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
  private Limits limits = new Limits(TIMEOUT, Optional.empty(), 64, 1);
  private Map<String, List<InetAddress>> names = Map.of();
  private List<InetSocketAddress> servers = List.of();
  private RouteResolver.Reach reach = address -> true;
  private BiFunction<Rule, FollowUp, Optional<Ask<?>>> followUps = (rule, wish) -> Optional.empty();

  /** No settings. */
  record Nothing() {}

  private Keyring keyring = Keyring.NONE;
  private CpuPermits permits = new CpuPermits(1000);

  /** What a protocol of a test does. */
  interface Probe {
    void probe(Session session) throws ProbeException, IOException, InterruptedException;
  }

  Roll limits(Duration timeout, int parallel, int samples) {
    limits = new Limits(timeout, Optional.empty(), parallel, samples);
    return this;
  }

  Roll deadline(Duration deadline) {
    limits =
        new Limits(limits.timeout(), Optional.of(deadline), limits.parallel(), limits.samples());
    return this;
  }

  /** What the operating system's resolver knows. */
  Roll names(Map<String, List<InetAddress>> known) {
    names = known;
    return this;
  }

  /** Another resolver of the operating system's. */
  Roll finding(NameBook.SystemNames how) {
    system = Optional.of(how);
    return this;
  }

  Roll events(Events heard) {
    events = heard;
    return this;
  }

  /** Has no thread for some of the tasks, by their number. */
  Roll refusing(IntPredicate which) {
    refused = which;
    return this;
  }

  Roll servers(InetSocketAddress... asked) {
    servers = List.of(asked);
    return this;
  }

  Roll reach(RouteResolver.Reach how) {
    reach = how;
    return this;
  }

  Roll followUps(BiFunction<Rule, FollowUp, Optional<Ask<?>>> how) {
    followUps = how;
    return this;
  }

  /** How many attempts compute at once. */
  Roll computing(int atOnce) {
    return permits(new CpuPermits(atOnce));
  }

  /** Who computes, if the test is to hold a permit. */
  Roll permits(CpuPermits whose) {
    permits = whose;
    return this;
  }

  Roll keyring(Keyring what) {
    keyring = what;
    return this;
  }

  Engine engine() throws IOException {
    // A test without name servers of its own asks a closed port, never the system's.
    List<InetSocketAddress> asked =
        servers.isEmpty()
            ? List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1))
            : servers;
    NameBook book =
        new NameBook(
            new NameServers(asked, Duration.ofMillis(servers.isEmpty() ? 200 : 8000), threads),
            system.orElse(
                host -> {
                  if (!names.containsKey(host)) {
                    throw new UnknownHostException(host);
                  }
                  return names.get(host);
                }),
            threads,
            limits.timeout());
    RunContext context =
        new RunContext(
            TestAuthority.shared().roots(Anchor.INTERNAL),
            Optional.empty(),
            followUps,
            Optional.empty(),
            keyring,
            Optional.empty(),
            permits,
            new PathSearches());
    return new Engine(limits, context, book, events, reach, threads, watchdog);
  }

  List<Gathered> run(PlannedRule... rules) throws IOException, InterruptedException {
    return engine().run(plan(rules));
  }

  Evidence.Probed probed(PlannedRule rule) throws IOException, InterruptedException {
    return (Evidence.Probed) run(rule).get(0).evidence();
  }

  static Plan plan(PlannedRule... rules) {
    return new Plan("test", "Test", Vantage.APPSANYWHERE, Arrays.asList(rules), List.of());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    watchdog.shutdownNow();
  }

  static Ask<Nothing> ask(Probe probe) {
    return ask("test", probe);
  }

  static Ask<Nothing> ask(String name, Probe probe) {
    return new Ask<>(
        new Protocol<>() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public Class<Nothing> settings() {
            return Nothing.class;
          }

          @Override
          public String sends() {
            return "whatever the test says";
          }

          @Override
          public StandIn standIn(Transport transport, List<Nothing> rules) {
            return Probes.NO_STAND_IN;
          }

          @Override
          public void probe(Session session, Nothing settings) throws ProbeException, IOException {
            try {
              probe.probe(session);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        },
        new Nothing());
  }

  static PlannedRule rule(String id, Ask<?> ask, Destination... destinations) {
    return new PlannedRule(
        row(id),
        new Work.Probe(ask, Arrays.asList(destinations), Optional.empty(), Optional.empty()));
  }

  static PlannedRule discovering(Ask<?> ask, String service, int port, Destination... declared) {
    return new PlannedRule(
        row("discovering"),
        new Work.Probe(
            ask,
            Arrays.asList(declared),
            Optional.of(new Discovery(service, Port.tcp(port))),
            Optional.empty()));
  }

  static PlannedRule proxied(Ask<?> ask, Target proxy, Destination... destinations) {
    return new PlannedRule(
        row("proxied"),
        new Work.Probe(ask, Arrays.asList(destinations), Optional.empty(), Optional.of(proxy)));
  }

  static Destination at(InetSocketAddress address) {
    return at(address, Transport.TCP);
  }

  static Destination at(InetSocketAddress address, Transport transport) {
    Target target =
        new Target(address.getAddress().getHostAddress(), new Port(address.getPort(), transport));
    return new Destination(target, Optional.of(address.getAddress()), true);
  }

  static Destination named(String host, int port) {
    return new Destination(new Target(host, Port.tcp(port)), Optional.empty(), true);
  }

  /** The same for a public destination. */
  static PlannedRule external(PlannedRule planned) {
    return new PlannedRule(row(planned.rule().id(), true), planned.work());
  }

  private static Rule row(String id) {
    return row(id, false);
  }

  private static Rule row(String id, boolean external) {
    return RuleBuilder.rule(id).to("destination", Port.tcp(1), "test").external(external).build();
  }
}
