package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.template.Cases;
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
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.Severity;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.model.rule.Witness;
import dev.rollcall.probe.Protocol;
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

  /** The faults that say nothing of the path. */
  static final Set<FaultKind> NEVER =
      Set.of(
          FaultKind.NAME_NOT_FOUND,
          FaultKind.NAME_SERVER_FAILED,
          FaultKind.IDLE_CUT,
          FaultKind.INTERNAL);

  private final Complaints complaints;
  private final Readers readers;
  private final References references;
  private final List<ValueSpec> values;
  private final Map<String, RuleGroup> groups;
  private final Binder binder;
  private final Binder settings;

  /**
   * A reader.
   *
   * @param groups by their names; never empty
   * @param named whether the catalogue itself names them
   */
  RuleReader(
      Complaints complaints,
      List<ValueSpec> values,
      Map<String, RuleGroup> groups,
      boolean named,
      Map<String, Protocol<?>> protocols) {
    this.complaints = complaints;
    this.readers = new Readers(complaints);
    this.references = new References(complaints, values);
    this.values = values;
    this.groups = groups;
    this.settings = new Binder(complaints);
    this.binder =
        references
            .binder()
            .with(RuleTemplate.class, this::identifier)
            .with(RuleGroup.class, named ? readers.word(groups.keySet()) : this::onlyGroup)
            .with(RuleKeys.Destination.class, this::destination)
            .with(Port.class, this::ports)
            .with(Protocol.class, readers.oneOf(protocols))
            .with(Expectation.class, this::expectation)
            .with(FaultKind.class, this::blocking)
            .with(WitnessTemplate.class, this::witness);
  }

  /** The rule's id, if it has one; reports no error. */
  static Optional<Node.Scalar> id(Node node) {
    return node instanceof Node.Mapping mapping
            && mapping.entry("id").map(Node.Entry::value).orElse(node) instanceof Node.Scalar id
        ? Optional.of(id)
        : Optional.empty();
  }

  Optional<RuleTemplate> read(Node node) {
    String id = id(node).map(Node.Scalar::text).orElse("");
    Fields fields = new Fields(node, id.isEmpty() ? "a rule" : "rule " + id, complaints);
    RuleKeys keys = binder.take(RuleKeys.class, fields).orElseThrow();
    Optional<SettingsTemplate<?>> ask =
        keys.protocol().flatMap(protocol -> ask(protocol, keys.with(), fields.mark(), id));
    fields.done();
    String group = keys.group().orElse(groups.keySet().stream().findFirst().orElse(""));
    RuleGroup common = groups.getOrDefault(group, RuleGroup.PLAIN);
    List<Vantage> from = keys.from().orElse(common.from());
    Cases<Template> discover = keys.discover().orElse(Cases.never());
    boolean unknownGroup = keys.group().isEmpty() && fields.has("group");
    if (node instanceof Node.Mapping
        && from.isEmpty()
        && fields.take("from").isEmpty()
        && !unknownGroup) {
      complaints.add(node.mark(), "rule " + id + " lacks 'from'; its group gives none either");
    }
    if (node instanceof Node.Mapping
        && fields.take("to").isEmpty()
        && discover.cases().isEmpty()
        && keys.unprobed().isEmpty()) {
      complaints.add(node.mark(), "rule " + id + " lacks 'to': its destination");
    }
    if (keys.port().isEmpty() || ask.isEmpty() || keys.usage().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RuleTemplate(
            id,
            group,
            from,
            new RuleTemplate.Probing(
                keys.to().stream().map(place -> place.template(from)).toList(),
                keys.port().get(),
                ask.get(),
                keys.login(),
                discover),
            new RuleTemplate.Judging(
                keys.external().orElse(common.external()),
                keys.addresses().orElse(Cases.always(common.addresses())),
                keys.certificate().orElse(Cases.always(common.certificate())),
                keys.rotating().orElse(common.rotating()),
                keys.retired(),
                keys.keeper().orElse(Cases.never()),
                keys.absent(),
                keys.expect().orElse(new Expectation.Answer()),
                keys.severity().orElse(Cases.always(Severity.REQUIRED))),
            new RuleTemplate.Applicability(
                keys.when(), keys.unless(), keys.needs(), keys.unprobed(), keys.witness()),
            keys.usage().get(),
            keys.note(),
            keys.advice().orElse(new Template(""))));
  }

  /** Of a catalogue without groups: its title. */
  private Optional<String> onlyGroup(Node node, String key) {
    Optional<String> group = readers.text(node, key);
    if (group.isPresent() && !groups.containsKey(group.get())) {
      complaints.add(
          node.mark(),
          "unknown group '"
              + group.get()
              + "'; the catalogue has no groups: add them before its rules, such as groups: {"
              + group.get()
              + ": {from: appsanywhere}}");
      return Optional.empty();
    }
    return group;
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

  /** One port, or one for each case; never none. */
  private Optional<Cases<Template>> ports(Node node, String key) {
    if (node instanceof Node.Sequence sequence && sequence.items().isEmpty()) {
      complaints.add(
          node.mark(), key + " is empty: write 443/tcp, or a list of {from: client, is: 443/tcp}");
    }
    return References.cases(binder, RuleKeys.VantageCase.class, this::port)
        .apply(node, key)
        .filter(cases -> !cases.cases().isEmpty());
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

  /** A host alone, or with its conditions. */
  private Optional<RuleKeys.Destination> destination(Node node, String key) {
    return node instanceof Node.Scalar
        ? references
            .host(node, key)
            .map(host -> new RuleKeys.Destination(host, List.of(), Optional.empty()))
        : binder.section(RuleKeys.Destination.class, node, "an entry of '" + key + "'");
  }

  private Optional<SettingsTemplate<?>> ask(
      Protocol<?> protocol, Optional<Node> given, Node.Mark mark, String id) {
    Node with = given.orElse(new Node.Mapping(mark, Map.of()));
    if (!(with instanceof Node.Mapping mapping)) {
      return readers.wrong(with, "with", "a mapping of settings", "");
    }
    SettingsTemplate<?> template = new SettingsTemplate<>(protocol, mapping, complaints.file(), id);
    return references.check(mapping) && template.bind(Values.samples(values), settings).isPresent()
        ? Optional.of(template)
        : Optional.empty();
  }

  /** {@code {servers: RULE}}, or {@code {health-checks: 30s, path: …}}. */
  private Optional<WitnessTemplate> witness(Node node, String key) {
    RuleKeys.Witness keys = binder.section(RuleKeys.Witness.class, node, "'witness'").orElseThrow();
    if (node instanceof Node.Mapping
        && keys.servers().isPresent() == keys.healthChecks().isPresent()) {
      complaints.add(
          node.mark(), "'witness' must be {servers: RULE}, or {health-checks: 30s, path: /health}");
    }
    return keys.servers()
        .<Witness>map(Witness.Servers::new)
        .or(() -> keys.healthChecks().map(Witness.HealthChecks::new))
        .map(one -> new WitnessTemplate(one, keys.path()));
  }

  private Optional<Expectation> expectation(Node node, String key) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.text().equals("answer")
          ? Optional.of(new Expectation.Answer())
          : readers.wrong(
              node, key, "answer, {beside: RULE}, or {blocked: [DROPPED, …], control: RULE}", "");
    }
    if (node instanceof Node.Mapping mapping && mapping.entries().containsKey("beside")) {
      return binder
          .section(RuleKeys.Beside.class, node, "'expect'")
          .map(keys -> new Expectation.Beside(keys.beside()));
    }
    return binder
        .section(RuleKeys.Blocked.class, node, "'expect'")
        .map(
            keys ->
                new Expectation.Blocked(
                    keys.blocked().isEmpty() ? BLOCKING : Set.copyOf(keys.blocked()),
                    keys.control(),
                    keys.unpublished()));
  }

  /** A fault that may count as blocked. */
  private Optional<FaultKind> blocking(Node node, String key) {
    Optional<FaultKind> kind = readers.constant(FaultKind.class).apply(node, key);
    if (kind.filter(NEVER::contains).isPresent()) {
      complaints.add(node.mark(), kind.get() + " never proves that a path is blocked");
      return Optional.empty();
    }
    return kind;
  }
}
