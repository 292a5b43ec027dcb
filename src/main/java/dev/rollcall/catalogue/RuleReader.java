package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.ModelWords;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.template.Cases;
import dev.rollcall.catalogue.template.Condition;
import dev.rollcall.catalogue.template.DestinationTemplate;
import dev.rollcall.catalogue.template.LoginTemplate;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.SettingsTemplate;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.template.Values;
import dev.rollcall.catalogue.template.WitnessTemplate;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.model.rule.Witness;
import dev.rollcall.probe.Protocol;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one rule of a catalogue. */
final class RuleReader {
  /** The default faults that count as blocked: caused by the path, not by the server. */
  static final Set<FaultKind> BLOCKING =
      Set.of(FaultKind.DROPPED, FaultKind.REJECTED, FaultKind.NO_ROUTE, FaultKind.REFUSED);

  /** Words joined by dots; no repeated group, which Java would match by recursion. */
  private static final Pattern ID = Pattern.compile("(?!.*\\.[.-])[a-z0-9][a-z0-9.-]*(?<!\\.)");

  private static final Node.Mapping NOTHING = new Node.Mapping(Node.Mark.START, Map.of());

  private final Complaints complaints;
  private final Readers readers;
  private final ModelWords words;
  private final References references;
  private final CasesReader cases;
  private final List<ValueSpec> values;
  private final Map<String, RuleGroup> groups;
  private final Map<String, Protocol<?>> protocols;

  RuleReader(
      Complaints complaints,
      List<ValueSpec> values,
      Map<String, RuleGroup> groups,
      Map<String, Protocol<?>> protocols) {
    this.complaints = complaints;
    this.readers = new Readers(complaints);
    this.words = new ModelWords(complaints);
    this.references = new References(complaints, values);
    this.cases = new CasesReader(complaints, readers, words, references);
    this.values = values;
    this.groups = groups;
    this.protocols = protocols;
  }

  /** The rule's id, if it has one; reports no error. */
  Optional<String> id(Node node) {
    return idNode(node).map(Node.Scalar::text);
  }

  Node.Mark idMark(Node node) {
    return idNode(node).map(Node.Scalar::mark).orElse(node.mark());
  }

  private static Optional<Node.Scalar> idNode(Node node) {
    return node instanceof Node.Mapping mapping
        ? mapping
            .entry("id")
            .map(Node.Entry::value)
            .filter(Node.Scalar.class::isInstance)
            .map(Node.Scalar.class::cast)
        : Optional.empty();
  }

  Optional<RuleTemplate> read(Node node) {
    String id = id(node).orElse("");
    Fields fields = new Fields(node, id.isEmpty() ? "a rule" : "rule " + id, complaints);
    fields.require("id", this::identifier);
    String group = fields.take("group", readers.word(groups.keySet())).orElse(first(groups));
    RuleGroup common = groups.getOrDefault(group, RuleGroup.PLAIN);
    List<Vantage> from = fields.take("from", words::vantages).orElse(common.from());
    if (from.isEmpty() && !fields.has("from") && node instanceof Node.Mapping) {
      complaints.add(node.mark(), "rule " + id + " lacks 'from'; its group gives none either");
    }
    List<DestinationTemplate> to =
        fields.take("to", readers.oneOrMore((item, key) -> place(item, from))).orElse(List.of());
    Optional<Template> port = fields.require("port", this::port);
    Optional<SettingsTemplate<?>> ask = ask(fields, id);
    Optional<LoginTemplate> login = fields.take("login", this::login);
    Cases<Template> discover = cases.cases(fields, "discover", references::template, Cases.never());
    Optional<String> usage = fields.require("usage", readers::text);
    boolean external = fields.take("external", readers::flag).orElse(common.external());
    boolean rotating = fields.take("rotating", readers::flag).orElse(common.rotating());
    Cases<AddressPolicy> addresses =
        cases.policy(fields, "addresses", words::addresses, common.addresses(), AddressPolicy.ALL);
    Cases<CertificatePolicy> certificate =
        cases.policy(
            fields,
            "certificate",
            words::certificate,
            common.certificate(),
            CertificatePolicy.VERIFY);
    var retired = fields.take("retired", readers::date);
    Cases<Owner> keeper = cases.keeper(fields);
    var absent = fields.take("absent", words::owner);
    Expectation expectation =
        fields.take("expect", this::expectation).orElse(new Expectation.Answer());
    Cases<Severity> severity =
        cases.cases(fields, "severity", words::severity, Cases.always(Severity.REQUIRED));
    List<Condition> when = cases.conditions(fields, "when");
    List<Condition> unless = cases.conditions(fields, "unless");
    List<String> needs =
        fields.take("needs", readers.oneOrMore(references::value)).orElse(List.of());
    Optional<String> unprobed = fields.take("unprobed", readers::text);
    Optional<WitnessTemplate> witness = fields.take("witness", this::witness);
    String note = fields.take("note", readers::text).orElse("");
    Template advice = fields.take("advice", references::template).orElse(new Template(""));
    fields.done();
    if (to.isEmpty()
        && discover.cases().isEmpty()
        && unprobed.isEmpty()
        && !fields.has("to")
        && node instanceof Node.Mapping) {
      complaints.add(node.mark(), "rule " + id + " lacks 'to': its destination");
    }
    if (port.isEmpty() || ask.isEmpty() || usage.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RuleTemplate(
            id,
            group,
            from,
            new RuleTemplate.Probing(to, port.get(), ask.get(), login, discover),
            new RuleTemplate.Judging(
                external,
                addresses,
                certificate,
                rotating,
                retired,
                keeper,
                absent,
                expectation,
                severity),
            new RuleTemplate.Applicability(when, unless, needs, unprobed, witness),
            usage.get(),
            note,
            advice));
  }

  private static String first(Map<String, RuleGroup> groups) {
    return groups.keySet().stream().findFirst().orElse("");
  }

  private Optional<String> identifier(Node node, String key) {
    Optional<String> id = readers.text(node, key);
    if (id.isPresent() && !ID.matcher(id.get()).matches()) {
      complaints.add(
          node.mark(),
          "id '" + id.get() + "' must be lower-case words joined by dots, such as sql.tds");
      return Optional.empty();
    }
    return id;
  }

  /** The port, tried with the examples of the values. */
  private Optional<Template> port(Node node, String key) {
    Optional<Template> template = references.template(node, key);
    if (template.isEmpty()) {
      return template;
    }
    try {
      List<String> texts = template.get().texts(Values.samples(values));
      Port.parse(texts.isEmpty() ? template.get().text() : texts.get(0));
      return template;
    } catch (IllegalArgumentException e) {
      complaints.add(node.mark(), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<DestinationTemplate> place(Node node, List<Vantage> from) {
    if (node instanceof Node.Scalar) {
      return references
          .host(node, "to")
          .map(host -> new DestinationTemplate(host, List.of(), from));
    }
    Fields fields = new Fields(node, "an entry of 'to'", complaints);
    Optional<Template> host = fields.require("host", references::host);
    List<Condition> when = cases.conditions(fields, "when");
    List<Vantage> only = fields.take("from", words::vantages).orElse(from);
    fields.done();
    return host.map(template -> new DestinationTemplate(template, when, only));
  }

  private Optional<SettingsTemplate<?>> ask(Fields fields, String id) {
    Optional<Protocol<?>> protocol =
        fields.require("protocol", readers.word(protocols.keySet())).map(protocols::get);
    Node with = fields.take("with").orElse(new Node.Mapping(fields.mark(), NOTHING.entries()));
    if (protocol.isEmpty()) {
      return Optional.empty();
    }
    if (!(with instanceof Node.Mapping mapping)) {
      return readers.wrong(with, "with", "a mapping of settings", "");
    }
    SettingsTemplate<?> template =
        new SettingsTemplate<>(protocol.get(), mapping, complaints.file(), id);
    return references.check(mapping)
            && template.bind(Values.samples(values), complaints).isPresent()
        ? Optional.of(template)
        : Optional.empty();
  }

  private Optional<LoginTemplate> login(Node node, String key) {
    Fields fields = new Fields(node, "'login'", complaints);
    Optional<String> user = fields.require("user", references::value);
    Optional<String> password = fields.require("password", references::secret);
    Optional<String> realm = fields.take("realm", references::value);
    Optional<String> domain = fields.take("domain", references::value);
    fields.done();
    return user.flatMap(
        name -> password.map(secret -> new LoginTemplate(name, secret, realm, domain)));
  }

  /** {@code {servers: RULE}}, or {@code {health-checks: 30s, path: …}}. */
  private Optional<WitnessTemplate> witness(Node node, String key) {
    Fields fields = new Fields(node, "'witness'", complaints);
    Optional<String> servers = fields.take("servers", readers::text);
    Optional<Duration> every = fields.take("health-checks", readers::duration);
    Optional<Template> path = fields.take("path", references::template);
    fields.done();
    if (node instanceof Node.Mapping && servers.isPresent() == every.isPresent()) {
      complaints.add(
          node.mark(), "'witness' must be {servers: RULE}, or {health-checks: 30s, path: /health}");
    }
    return servers
        .<Witness>map(Witness.Servers::new)
        .or(() -> every.map(Witness.HealthChecks::new))
        .map(one -> new WitnessTemplate(one, path));
  }

  private Optional<Expectation> expectation(Node node, String key) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.text().equals("answer")
          ? Optional.of(new Expectation.Answer())
          : readers.wrong(
              node, key, "answer, {beside: RULE}, or {blocked: [FAULT, …], control: RULE}", "");
    }
    Fields fields = new Fields(node, "'expect'", complaints);
    if (fields.has("beside")) {
      Optional<String> other = fields.take("beside", readers::text);
      fields.done();
      return other.map(Expectation.Beside::new);
    }
    Optional<List<FaultKind>> kinds =
        fields.take("blocked", readers.oneOrMore(this::blocking)).filter(list -> !list.isEmpty());
    Optional<String> control = fields.require("control", readers::text);
    boolean unpublished = fields.take("unpublished", readers::flag).orElse(false);
    fields.done();
    Set<FaultKind> blocking = kinds.<Set<FaultKind>>map(EnumSet::copyOf).orElse(BLOCKING);
    return control.map(rule -> new Expectation.Blocked(blocking, rule, unpublished));
  }

  /** A fault that may count as blocked. */
  private Optional<FaultKind> blocking(Node node, String key) {
    Optional<FaultKind> kind = words.fault(node, key);
    if (kind.isPresent()
        && (kind.get() == FaultKind.NAME_NOT_FOUND
            || kind.get() == FaultKind.NAME_SERVER_FAILED
            || kind.get() == FaultKind.INTERNAL)) {
      complaints.add(node.mark(), kind.get() + " never proves that a path is blocked");
      return Optional.empty();
    }
    return kind;
  }
}
