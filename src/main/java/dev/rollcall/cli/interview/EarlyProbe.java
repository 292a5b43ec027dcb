package dev.rollcall.cli.interview;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Cases;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.DestinationTemplate;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.cli.option.ConsoleOptions;
import dev.rollcall.engine.Engine;
import dev.rollcall.engine.Limits;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.PlannedRule;
import dev.rollcall.plan.Planner;
import dev.rollcall.plan.Work;
import dev.rollcall.probe.login.Keyring;
import dev.rollcall.run.Protocols;
import dev.rollcall.run.RunExecutor;
import dev.rollcall.run.Wiring;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Probes the destinations of a section whose questions were answered, without a login, and prints
 * what the report will have of them. A rule is probed again only if another answer changed it.
 */
public final class EarlyProbe {
  private static final Limits LIMITS = Limits.usual(Limits.TIMEOUT, Optional.empty());

  private static final Run.Remark NO_LOGIN =
      new Run.Remark(Status.SKIPPED, "no login is tried while a site file is made");

  private final Catalogue catalogue;
  private final Protocols protocols;
  private final PrintStream out;

  /** What was probed, by the id of its rule. */
  private final Map<String, Work> probed = new HashMap<>();

  public EarlyProbe(Catalogue catalogue, Protocols protocols, PrintStream out) {
    this.catalogue = catalogue;
    this.protocols = protocols;
    this.out = out;
  }

  private Plan plan(Optional<Site> site, HostIdentity here) throws ComplaintException {
    return Planner.plan(catalogue, site, Vantage.APPSANYWHERE, here, LocalDate.now(ZoneOffset.UTC));
  }

  /** Whether the rule's destination has a value of that section. */
  private boolean isOf(PlannedRule rule, String section) {
    return catalogue.rule(rule.rule().id()).stream()
        .map(RuleTemplate::probing)
        .flatMap(
            probing ->
                Stream.concat(
                    probing.to().stream().map(DestinationTemplate::host),
                    probing.port().cases().stream().map(Cases.Case::is)))
        .flatMap(template -> template.names().stream())
        .anyMatch(name -> name.equals(section) || name.startsWith(section + "."));
  }

  private boolean isFresh(PlannedRule rule) {
    return rule.work() instanceof Work.Probe
        && !rule.work().equals(probed.put(rule.rule().id(), rule.work()));
  }

  /**
   * Probes.
   *
   * @param section of the site file, such as {@code sql}
   * @param site with what was answered
   */
  public void probe(String section, Site site)
      throws IOException, InterruptedException, ComplaintException {
    Wiring wiring = new Wiring(LIMITS, Optional.of(site), Optional.empty(), protocols);
    Plan whole = plan(Optional.of(site), HostIdentity.UNKNOWN);
    Set<String> fresh = new HashSet<>();
    whole.rules().stream()
        .filter(rule -> isOf(rule, section))
        .filter(this::isFresh)
        .forEach(rule -> fresh.add(rule.rule().id()));
    if (fresh.isEmpty()) {
      return;
    }
    Plan plan =
        plan(Optional.of(site), wiring.here()).narrowed(fresh::contains).withoutLogins(NO_LOGIN);
    wiring.begin(plan);
    ConsoleOptions console = new ConsoleOptions();
    ConsoleOptions.Live live = console.progress(plan.rules().size(), out);
    Engine engine = wiring.engine(live, Keyring.NONE, Optional.empty());
    Run run = new RunExecutor(protocols, false, 0).call(plan, Run.Files.NONE, engine);
    live.clear();
    console.printRules(run, out);
  }
}
