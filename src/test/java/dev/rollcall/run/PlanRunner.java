package dev.rollcall.run;

import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Events;
import dev.rollcall.engine.Limits;
import dev.rollcall.engine.RunContext;
import dev.rollcall.engine.names.NameBook;
import dev.rollcall.engine.names.NameServers;
import dev.rollcall.model.Run;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.Ask;
import dev.rollcall.plan.Destination;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.budget.CpuPermits;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.probe.path.PathSearches;
import dev.rollcall.sample.RuleBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Runs plans as check does, without a command line. */
final class PlanRunner {
  private PlanRunner() {}

  /** A rule for a port of loopback. */
  static Rule rule(String id, int port) {
    return RuleBuilder.rule(id).to("127.0.0.1", Port.tcp(port), "made-up").build();
  }

  /** A rule that takes these steps at a port of loopback. */
  static PlannedRule planned(String id, int port, Probes.Steps steps) {
    Target target = new Target("127.0.0.1", Port.tcp(port));
    Destination loopback =
        new Destination(target, Optional.of(InetAddress.getLoopbackAddress()), true);
    Ask<Probes.None> ask = new Ask<>(Probes.doing(steps), new Probes.None());
    return new PlannedRule(
        rule(id, port), new Work.Probe(ask, List.of(loopback), Optional.empty(), Optional.empty()));
  }

  /** One run of these rules, with one sample each and no credentials. */
  static Run called(RunExecutor executor, PlannedRule... rules) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    try {
      Limits limits = new Limits(Duration.ofSeconds(10), Optional.empty(), 8, 1);
      InetSocketAddress closed = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
      NameServers servers = new NameServers(List.of(closed), Duration.ofMillis(200), threads);
      RunContext context =
          new RunContext(
              TestAuthority.shared().roots(Observation.Anchor.INTERNAL),
              Optional.empty(),
              (rule, followUp) -> Optional.empty(),
              Optional.empty(),
              Keyring.NONE,
              Optional.empty(),
              new CpuPermits(8),
              new PathSearches());
      NameBook names = NameBook.ofThisHost(servers, threads, limits.timeout());
      Engine engine = new Engine(limits, context, names, Events.NONE, threads, watchdog);
      Plan plan = new Plan("own", "Own", Vantage.APPSANYWHERE, List.of(rules), List.of());
      return executor.call(plan, Run.Files.NONE, engine);
    } finally {
      threads.shutdownNow();
      watchdog.shutdownNow();
    }
  }
}
