package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Hosts;
import dev.rollcall.catalogue.template.Cases;
import dev.rollcall.catalogue.template.Condition;
import dev.rollcall.catalogue.template.DestinationTemplate;
import dev.rollcall.catalogue.template.LoginTemplate;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.template.WitnessTemplate;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.settings.YamlKey;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The keys of a rule. */
record RuleKeys(
    @YamlKey(about = "Unique: sql.tds.", as = RuleTemplate.class, required = true)
        Optional<String> id,
    @YamlKey(about = "One of the catalogue's groups.", as = RuleGroup.class) Optional<String> group,
    @YamlKey(about = "Where we stand.") Optional<List<Vantage>> from,
    @YamlKey(about = "Hosts, or ${values} of hosts.") List<Destination> to,
    @YamlKey(about = "1433/tcp or ${sql.port}/tcp.", as = Port.class, required = true)
        Optional<Cases<Template>> port,
    @YamlKey(about = "How it is proven.", required = true) Optional<Protocol<?>> protocol,
    @YamlKey(about = "The protocol's settings.") Optional<Node> with,
    @YamlKey(about = "The values that hold its credentials.") Optional<LoginTemplate> login,
    @YamlKey(about = "Owner name of SRV records that lead to hosts.")
        Optional<Cases<Template>> discover,
    @YamlKey(about = "The vendor's words on what it is for.", required = true)
        Optional<String> usage,
    @YamlKey(about = "Whether it is the internet's, not the site's.") Optional<Boolean> external,
    @YamlKey(about = "Whether a change of addresses is normal.") Optional<Boolean> rotating,
    @YamlKey(about = "How many addresses must answer; if a name has fewer, all of them must.")
        Optional<Cases<AddressPolicy>> addresses,
    @YamlKey(about = "What a certificate decides.") Optional<Cases<CertificatePolicy>> certificate,
    @YamlKey(about = "Since when the destination is withdrawn.") Optional<LocalDate> retired,
    @YamlKey(about = "Who keeps it, if not its own owner.", as = VantageCase.class)
        Optional<Cases<Owner>> keeper,
    @YamlKey(about = "Who is asked if the name does not exist.") Optional<Owner> absent,
    @YamlKey(about = "What must be seen.") Optional<Expectation> expect,
    @YamlKey(about = "How much it weighs.") Optional<Cases<Severity>> severity,
    @YamlKey(about = "Applies only if all of these are set.") List<Condition> when,
    @YamlKey(about = "Does not apply if one of these is set.") List<Condition> unless,
    @YamlKey(about = "Values without which it is not configured.", as = ValueSpec.class)
        List<String> needs,
    @YamlKey(about = "Why it is not probed.") Optional<String> unprobed,
    @YamlKey(
            about =
                "Who decides it instead: the other servers' runs, by their rule, or a stand-in's"
                    + " log.")
        Optional<WitnessTemplate> witness,
    @YamlKey(about = "What else the reader should know.", fallback = "") String note,
    @YamlKey(about = "What to do if it fails.") Optional<Template> advice) {

  /** The keys of an entry of {@code to}. */
  record Destination(
      @YamlKey(about = "A host, or ${values} of hosts.", as = Hosts.class) Template host,
      @YamlKey(about = "Counts only if all of these are set.") List<Condition> when,
      @YamlKey(about = "Where it counts; everywhere if absent.") Optional<List<Vantage>> from) {
    DestinationTemplate template(List<Vantage> usual) {
      return new DestinationTemplate(host, when, from.orElse(usual));
    }
  }

  /** The keys of {@code witness}: the first, or one or both of the others. */
  record Witness(
      @YamlKey(about = "The rule of the other servers' runs.") Optional<String> servers,
      @YamlKey(about = "The interval of the health checks that a stand-in must see.")
          Optional<Duration> healthChecks,
      @YamlKey(about = "The path of the health checks.") Optional<Template> path) {}

  /** The key of {@code expect} for a rule that is judged by another. */
  record Beside(@YamlKey(about = "Counts only where that rule is answered.") String beside) {}

  /** The keys of {@code expect} for a rule that must not answer. */
  record Blocked(
      @YamlKey(about = "The faults that count as blocked.") List<FaultKind> blocked,
      @YamlKey(about = "The rule that must pass at the same time.") String control,
      @YamlKey(
              about = "Whether a missing name or a private address is good as well.",
              fallback = "false")
          boolean unpublished) {}

  /** A value with its conditions. */
  interface Case {
    List<Condition> when();

    /** The vantages for which it counts; all, if there are none. */
    default List<Vantage> from() {
      return List.of();
    }

    Node is();
  }

  /** The keys of a case of most values. */
  record SiteCase(
      @YamlKey(about = "Counts only if all of these are set.") List<Condition> when,
      @YamlKey(about = "The value in this case.") Node is)
      implements Case {}

  /** The keys of a case that may depend on the vantage: the load balancer or the servers. */
  record VantageCase(
      @YamlKey(about = "Counts only if all of these are set.") List<Condition> when,
      @YamlKey(about = "Where it counts; everywhere if absent.") List<Vantage> from,
      @YamlKey(about = "The value in this case.") Node is)
      implements Case {}
}
