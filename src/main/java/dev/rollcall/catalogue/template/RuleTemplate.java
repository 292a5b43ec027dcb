package dev.rollcall.catalogue.template;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One row of a catalogue, before a site's values are filled in. For components without explanation
 * see {@link dev.rollcall.model.rule.Rule}.
 */
public record RuleTemplate(
    String id,
    String group,
    List<Vantage> from,
    Probing probing,
    Judging judging,
    Applicability applicability,
    String usage,
    String note,
    Template advice) {
  public RuleTemplate {
    from = List.copyOf(from);
  }

  /**
   * What is asked, and where.
   *
   * @param to the destinations; empty only with {@code unprobed} or {@code discover}
   * @param port {@code 443/tcp} or {@code ${sql.port}/tcp}; at least one case
   * @param ask the protocol and its settings
   * @param login the credentials to use once the path is proven
   * @param discover owner name of SRV records with further hosts
   */
  public record Probing(
      List<DestinationTemplate> to,
      Cases<Template> port,
      SettingsTemplate<?> ask,
      Optional<LoginTemplate> login,
      Cases<Template> discover) {
    public Probing {
      to = List.copyOf(to);
    }
  }

  /** What the answer is judged by, and who must act. */
  public record Judging(
      boolean external,
      Cases<AddressPolicy> addresses,
      Cases<CertificatePolicy> certificate,
      boolean rotating,
      Optional<LocalDate> retired,
      Cases<Owner> keeper,
      Optional<Owner> absent,
      Expectation expectation,
      Cases<Severity> severity) {}

  /**
   * Whether the rule applies to a site, and can be probed.
   *
   * @param when conditions that must all hold for the rule to apply
   * @param unless conditions any of which makes the rule not apply
   * @param needs further values that the rule needs, beside those it refers to
   * @param unprobed why this version does not probe the rule, if it does not
   * @param witness who saw what decides the rule, if it is not probed from its own vantage
   */
  public record Applicability(
      List<Condition> when,
      List<Condition> unless,
      List<String> needs,
      Optional<String> unprobed,
      Optional<WitnessTemplate> witness) {
    public Applicability {
      when = List.copyOf(when);
      unless = List.copyOf(unless);
      needs = List.copyOf(needs);
    }
  }

  /** The port at this vantage; if a value is missing, that of the catalogue's example. */
  public Port port(Values values, Vantage vantage) {
    Template port = portAt(values, vantage);
    List<String> texts = port.texts(values);
    return Port.parse((texts.isEmpty() ? port.texts(values.examples()) : texts).get(0));
  }

  /** The ports at all its vantages, without those for which a value is missing. */
  public Set<Port> ports(Values values) {
    return from.stream()
        .filter(vantage -> portAt(values, vantage).missing(values).isEmpty())
        .map(vantage -> port(values, vantage))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Of the first case that applies; where none does, of the last one. */
  private Template portAt(Values values, Vantage vantage) {
    List<Cases.Case<Template>> cases = probing.port().cases();
    return probing.port().of(values, vantage).orElseGet(() -> cases.get(cases.size() - 1).is());
  }

  /** The first condition that makes the rule not apply. */
  public Optional<Condition> excluded(Values values) {
    return applicability.unless().stream().filter(condition -> condition.holds(values)).findFirst();
  }

  /** The first condition without which the rule does not apply, and which does not hold. */
  public Optional<Condition> unmet(Values values) {
    return applicability.when().stream().filter(condition -> !condition.holds(values)).findFirst();
  }

  /**
   * Names of missing values for the port and the settings, without those of the destinations.
   *
   * @param vantages where the port is needed; one that is known for any of them is enough
   */
  public Set<String> missing(Values values, List<Vantage> vantages) {
    Set<String> missing = new LinkedHashSet<>();
    applicability.needs().stream().filter(name -> !values.isMet(name)).forEach(missing::add);
    List<List<String>> ports =
        vantages.stream().map(vantage -> portAt(values, vantage).missing(values)).toList();
    if (ports.stream().noneMatch(List::isEmpty)) {
      ports.forEach(missing::addAll);
    }
    missing.addAll(probing.ask().missing(values));
    return missing;
  }

  /** Every value that the rule needs or refers to, without the names of parts. */
  public TreeSet<String> references() {
    TreeSet<String> names = new TreeSet<>(applicability.needs());
    probing.to().forEach(place -> names.addAll(place.host().names()));
    probing.port().cases().forEach(one -> names.addAll(one.is().names()));
    names.addAll(probing.ask().names());
    probing.discover().cases().forEach(one -> names.addAll(one.is().names()));
    applicability.when().forEach(condition -> names.add(condition.value()));
    return names;
  }
}
