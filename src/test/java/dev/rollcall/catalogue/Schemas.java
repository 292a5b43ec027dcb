package dev.rollcall.catalogue;

import static dev.rollcall.catalogue.SchemaPieces.about;
import static dev.rollcall.catalogue.SchemaPieces.choice;
import static dev.rollcall.catalogue.SchemaPieces.every;
import static dev.rollcall.catalogue.SchemaPieces.list;
import static dev.rollcall.catalogue.SchemaPieces.map;
import static dev.rollcall.catalogue.SchemaPieces.object;
import static dev.rollcall.catalogue.SchemaPieces.oneOrMore;
import static dev.rollcall.catalogue.SchemaPieces.optional;
import static dev.rollcall.catalogue.SchemaPieces.pattern;
import static dev.rollcall.catalogue.SchemaPieces.ref;
import static dev.rollcall.catalogue.SchemaPieces.type;
import static dev.rollcall.catalogue.SchemaPieces.words;
import static dev.rollcall.catalogue.SchemaWalk.TEXT;

import dev.rollcall.catalogue.bind.Hosts;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.Condition;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.template.WitnessTemplate;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.Expectation;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.probe.Protocol;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** Makes the JSON Schemas of both files out of the records that the readers bind. */
final class Schemas {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final Map<String, Object> REFERENCE = pattern("^\\$\\{[a-z0-9.-]+\\}$");
  private static final Map<String, Object> ADDRESSES =
      choice(words(List.of("all", "any")), map("type", "integer", "minimum", 1));

  private Schemas() {}

  /** Of catalogues; one definition of settings for each protocol. */
  static String catalogue(Map<String, Protocol<?>> protocols) {
    SchemaWalk walk =
        new SchemaWalk()
            .withList(Condition.class, ref("conditions"))
            .withList(Vantage.class, ref("vantages"))
            .with(AddressPolicy.class, ref("addresses"))
            .with(CertificatePolicy.class, ref("certificate"));
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("conditions", oneOrMore(pattern("^[a-z0-9.-]+(=[a-z0-9-]+)?$")));
    definitions.put("vantages", oneOrMore(words(Readers.constants(Vantage.class).keySet())));
    definitions.put("addresses", ADDRESSES);
    definitions.put("certificate", words(Readers.constants(CertificatePolicy.class).keySet()));
    List<Object> byProtocol = new ArrayList<>();
    SchemaWalk settings = new SchemaWalk().around(plain -> choice(plain, REFERENCE));
    for (Protocol<?> protocol : protocols.values()) {
      definitions.put("with-" + protocol.name(), settings.section(protocol.settings()));
      byProtocol.add(
          map(
              "if", map("properties", map("protocol", map("const", protocol.name()))),
              "then", map("properties", map("with", ref("with-" + protocol.name())))));
    }
    Map<String, Object> group = new LinkedHashMap<>(walk.section(RuleGroup.class));
    group.put("type", List.of("object", "null"));
    walk.with(List.class, list(TEXT, 1));
    Map<String, Object> value = walk.section(ValueSpecReader.Keys.class);
    Map<String, Object> rule = rule(walk, protocols.keySet());
    rule.put("allOf", byProtocol);
    Map<String, Object> root =
        walk.with(ValueSpec.class, every(value))
            .with(RuleGroup.class, every(group))
            .with(RuleTemplate.class, list(rule, 1))
            .section(CatalogueReader.Keys.class);
    return document("A catalogue of Rollcall", root, definitions);
  }

  private static Map<String, Object> rule(SchemaWalk walk, Set<String> protocols) {
    walk.with(Template.class, TEXT)
        .with(Port.class, pattern("^([0-9]{1,5}|\\$\\{[a-z0-9.-]+\\})/(tcp|udp)$"))
        .with(Protocol.class, words(protocols))
        .with(RuleTemplate.class, pattern("^[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*$"))
        .with(Node.class, type("object"))
        .with(WitnessTemplate.class, walk.section(RuleKeys.Witness.class));
    return new LinkedHashMap<>(
        walk.with(
                RuleKeys.Destination.class, choice(TEXT, walk.section(RuleKeys.Destination.class)))
            .with(
                Expectation.class,
                choice(
                    map("const", "answer"),
                    walk.section(RuleKeys.Beside.class),
                    walk.section(RuleKeys.Blocked.class)))
            .section(RuleKeys.class));
  }

  /** Of site files for a catalogue. */
  static String site(Catalogue catalogue) {
    Map<String, Object> references = new LinkedHashMap<>();
    SchemaWalk walk =
        new SchemaWalk()
            .with(Hosts.class, ref("host"))
            .with(InetAddress.class, ref("address"))
            .with(Path.class, TEXT)
            .with(AddressPolicy.class, ADDRESSES)
            .with(RequestDetails.class, ref("request"))
            .with(SiteValue.Secret.class, ref("secret"))
            .with(Site.ProxyUrl.class, pattern("^https?://[^@/]+:[0-9]+/?$"));
    for (Class<?> reference : SecretReference.class.getPermittedSubclasses()) {
      references.putAll(walk.keys(reference.asSubclass(Record.class)));
    }
    Map<String, Object> secret = new LinkedHashMap<>(object(references));
    secret.put("minProperties", 1);
    secret.put("maxProperties", 1);
    Map<String, Object> line = pattern("^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f]{1,200}$");
    Map<String, Object> definitions =
        map(
            "host", pattern("^[^\\s/\\\\@]+$"),
            "address", pattern("^[0-9A-Fa-f.:]+$"),
            "secret", secret,
            "server", choice(ref("host"), walk.section(Server.class)),
            "request",
                new SchemaWalk()
                    .with(String.class, choice(line, type("number")))
                    .section(RequestReader.Keys.class),
            "rule", walk.section(Site.Amendment.class));
    Map<String, Object> rules = new LinkedHashMap<>();
    catalogue.rules().forEach(one -> rules.put(one.id(), about(ref("rule"), one.usage())));
    Map<String, Object> root = walk.keys(SiteReader.First.class);
    root.putAll(section("", catalogue.values()));
    root.putAll(
        walk.with(Site.Amendment.class, optional(object(rules))).keys(SiteReader.Last.class));
    return document("A site file of Rollcall for " + catalogue.name(), object(root), definitions);
  }

  private static Map<String, Object> section(String prefix, List<ValueSpec> specs) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (ValueSpec spec : specs) {
      if (!spec.name().startsWith(prefix)) {
        continue;
      }
      String rest = spec.name().substring(prefix.length());
      String key = rest.split("\\.", 2)[0];
      if (key.equals(rest)) {
        keys.put(key, about(optional(value(spec)), spec.about()));
      } else {
        keys.computeIfAbsent(key, k -> optional(object(section(prefix + k + ".", specs))));
      }
    }
    return keys;
  }

  private static Map<String, Object> value(ValueSpec spec) {
    return switch (spec.kind()) {
      case HOST, DOMAIN -> ref("host");
      case HOSTS -> oneOrMore(ref("host"));
      case SERVERS -> list(ref("server"), 0);
      case PORT -> map("type", "integer", "minimum", 1, "maximum", 65535);
      case NUMBER -> type("integer");
      case REALM -> pattern("^[!-.0-9;-?A-~]+$");
      case STATUS -> map("type", "integer", "minimum", 100, "maximum", 599);
      case TEXT -> TEXT;
      case TEXTS -> oneOrMore(TEXT);
      case PATH -> pattern("^/[!-~]*$");
      case FLAG -> type("boolean");
      case CHOICE -> map("enum", spec.choices());
      case URL -> pattern("^https://[^/@?#]+/?$");
      case UNC -> pattern("^\\\\\\\\[^\\\\/]+\\\\[^\\\\/]+(\\\\.*)?$");
      case SECRET -> ref("secret");
    };
  }

  private static String document(
      String title, Map<String, Object> keys, Map<String, Object> definitions) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", DRAFT);
    root.put("title", title);
    root.putAll(keys);
    root.put("$defs", definitions);
    return JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(root)
            .replace("\r", "")
        + "\n";
  }
}
