package dev.rollcall.sample;

import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Builds a rule; what a test does not say is the usual value. */
public final class RuleBuilder {
  private final String id;
  private String group = "Group";
  private List<Vantage> from = List.of(Vantage.APPSANYWHERE);
  private String destination = "destination";
  private Port port = Port.tcp(1);
  private String protocol = "made-up";
  private String usage = "usage";
  private boolean external;
  private AddressPolicy addresses = AddressPolicy.ALL;
  private CertificatePolicy certificate = CertificatePolicy.VERIFY;
  private boolean rotating;
  private Optional<LocalDate> retired = Optional.empty();
  private Optional<Owner> keeper = Optional.empty();
  private Optional<Owner> absent = Optional.empty();
  private Expectation expectation = new Expectation.Answer();
  private Severity severity = Severity.REQUIRED;
  private String note = "";
  private String advice = "";
  private Optional<RequestDetails> request = Optional.empty();

  private RuleBuilder(String id) {
    this.id = id;
  }

  /** From the appliance, internal, required, all addresses. */
  public static RuleBuilder rule(String id) {
    return new RuleBuilder(id);
  }

  public RuleBuilder group(String heading) {
    group = heading;
    return this;
  }

  public RuleBuilder from(Vantage... vantages) {
    from = List.of(vantages);
    return this;
  }

  public RuleBuilder to(String host, Port where, String how) {
    destination = host;
    port = where;
    protocol = how;
    return this;
  }

  public RuleBuilder usage(String words) {
    usage = words;
    return this;
  }

  public RuleBuilder external(boolean whether) {
    external = whether;
    return this;
  }

  public RuleBuilder addresses(AddressPolicy policy) {
    addresses = policy;
    return this;
  }

  public RuleBuilder certificate(CertificatePolicy policy) {
    certificate = policy;
    return this;
  }

  public RuleBuilder rotating() {
    rotating = true;
    return this;
  }

  public RuleBuilder retired(String day) {
    retired = Optional.of(LocalDate.parse(day));
    return this;
  }

  public RuleBuilder keeper(Owner owner) {
    keeper = Optional.of(owner);
    return this;
  }

  public RuleBuilder absent(Owner owner) {
    absent = Optional.of(owner);
    return this;
  }

  public RuleBuilder expecting(Expectation what) {
    expectation = what;
    return this;
  }

  public RuleBuilder advisory() {
    severity = Severity.ADVISORY;
    return this;
  }

  public RuleBuilder note(String text) {
    note = text;
    return this;
  }

  public RuleBuilder advice(String text) {
    advice = text;
    return this;
  }

  public RuleBuilder request(RequestDetails details) {
    request = Optional.of(details);
    return this;
  }

  public Rule build() {
    return new Rule(
        id,
        group,
        from,
        destination,
        port,
        protocol,
        usage,
        new Rule.Judging(
            external,
            addresses,
            certificate,
            rotating,
            retired,
            keeper,
            absent,
            expectation,
            severity),
        note,
        advice,
        request);
  }
}
