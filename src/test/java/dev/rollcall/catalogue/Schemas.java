package dev.rollcall.catalogue;

import static dev.rollcall.catalogue.SchemaPieces.about;
import static dev.rollcall.catalogue.SchemaPieces.cases;
import static dev.rollcall.catalogue.SchemaPieces.choice;
import static dev.rollcall.catalogue.SchemaPieces.every;
import static dev.rollcall.catalogue.SchemaPieces.keepers;
import static dev.rollcall.catalogue.SchemaPieces.least;
import static dev.rollcall.catalogue.SchemaPieces.list;
import static dev.rollcall.catalogue.SchemaPieces.map;
import static dev.rollcall.catalogue.SchemaPieces.object;
import static dev.rollcall.catalogue.SchemaPieces.oneOrMore;
import static dev.rollcall.catalogue.SchemaPieces.optional;
import static dev.rollcall.catalogue.SchemaPieces.pattern;
import static dev.rollcall.catalogue.SchemaPieces.ref;
import static dev.rollcall.catalogue.SchemaPieces.type;
import static dev.rollcall.catalogue.SchemaPieces.words;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.SettingKey;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.Suggestion;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.probe.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Makes the JSON Schemas of both files out of what the readers go by. */
final class Schemas {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
  private static final String REFERENCE = "^\\$\\{[a-z0-9.-]+\\}$";
  private static final Map<String, Object> TEXT = type("string", "number");
  private static final Map<String, Object> FLAG = type("boolean");
  private static final Map<String, Object> DURATION = pattern("^[0-9]{1,6}(ms|s|m|h|d)$");
  private static final Map<String, Object> DATE = pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

  private Schemas() {}

  /** Of catalogues; one definition of settings for each protocol. */
  static String catalogue(Map<String, Protocol<?>> protocols) {
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("conditions", oneOrMore(pattern("^[a-z0-9.-]+(=[a-z0-9-]+)?$")));
    definitions.put("vantages", oneOrMore(words(Vantage.values())));
    definitions.put("addresses", choice(words("all", "any"), least(type("integer"), 1)));
    definitions.put("certificate", words("verify", "report"));
    List<Object> byProtocol = new ArrayList<>();
    for (Protocol<?> protocol : protocols.values()) {
      definitions.put("with-" + protocol.name(), settings(protocol));
      byProtocol.add(
          map(
              "if", map("properties", map("protocol", map("const", protocol.name()))),
              "then", map("properties", map("with", ref("with-" + protocol.name())))));
    }
    Map<String, Object> rule =
        new LinkedHashMap<>(object(ruleKeys(protocols), "id", "port", "protocol", "usage"));
    rule.put("allOf", byProtocol);
    Map<String, Object> root =
        map(
            "catalogue", about(TEXT, "One word: the catalogue's name."),
            "title", about(TEXT, "For headings."),
            "values", about(every(value()), "What a site fills in, by dotted names."),
            "groups", about(every(group()), "Headings, and what their rules have in common."),
            "rules", about(list(rule, 1), "The rules, in the order of the reports."));
    return document("A catalogue of Rollcall", root, definitions, "catalogue", "title", "rules");
  }

  private static Map<String, Object> ruleKeys(Map<String, Protocol<?>> protocols) {
    Map<String, Object> place =
        object(map("host", TEXT, "when", ref("conditions"), "from", ref("vantages")), "host");
    Map<String, Object> blocked =
        object(
            map(
                "blocked",
                oneOrMore(words(FaultKind.values())),
                "control",
                TEXT,
                "unpublished",
                FLAG),
            "control");
    Map<String, Object> beside = object(map("beside", TEXT), "beside");
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(
        "id", about(pattern("^[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*$"), "Unique: sql.tds."));
    keys.put("group", about(TEXT, "One of the catalogue's groups."));
    keys.put("from", about(ref("vantages"), "Where we stand."));
    keys.put("to", about(oneOrMore(choice(TEXT, place)), "Hosts, or ${values} of hosts."));
    keys.put(
        "port",
        about(
            pattern("^([0-9]{1,5}|\\$\\{[a-z0-9.-]+\\})/(tcp|udp)$"),
            "1433/tcp or ${sql.port}/tcp."));
    keys.put("protocol", about(map("enum", List.copyOf(protocols.keySet())), "How it is proven."));
    keys.put("with", about(type("object"), "The protocol's settings."));
    keys.put(
        "login",
        about(
            object(
                map("user", TEXT, "password", TEXT, "realm", TEXT, "domain", TEXT),
                "user",
                "password"),
            "Names of the values with the credentials that it goes on with."));
    keys.put("discover", about(cases(TEXT), "Owner name of SRV records that lead to hosts."));
    keys.put("usage", about(TEXT, "The vendor's words on what it is for."));
    keys.put("external", about(FLAG, "Whether it is the internet's, not the site's."));
    keys.put("rotating", about(FLAG, "Whether a change of addresses is no news."));
    keys.put("addresses", about(cases(ref("addresses")), "How many addresses must answer."));
    keys.put("certificate", about(cases(ref("certificate")), "What a certificate decides."));
    keys.put("retired", about(DATE, "Since when the destination is withdrawn."));
    keys.put(
        "keeper", about(keepers(words(Owner.values())), "Who keeps it, if not its own owner."));
    keys.put("absent", about(words(Owner.values()), "Who is asked if the name does not exist."));
    keys.put(
        "expect", about(choice(map("const", "answer"), beside, blocked), "What must be seen."));
    keys.put("severity", about(cases(words("required", "advisory")), "How much it weighs."));
    keys.put("when", about(ref("conditions"), "Applies only if all of these are set."));
    keys.put("unless", about(ref("conditions"), "Does not apply if one of these is set."));
    keys.put("needs", about(oneOrMore(TEXT), "Values without which it is not configured."));
    keys.put("unprobed", about(TEXT, "Why it is not probed."));
    keys.put(
        "witness",
        about(
            object(map("servers", TEXT, "health-checks", DURATION, "path", TEXT)),
            "Who decides it instead: the other servers' runs, by their rule, or a stand-in's"
                + " log."));
    keys.put("note", about(TEXT, "What else the reader should know."));
    keys.put("advice", about(TEXT, "What to do if it fails."));
    return keys;
  }

  private static Map<String, Object> value() {
    return object(
        map(
            "type",
            map("enum", Kind.words()),
            "required",
            FLAG,
            "or",
            oneOrMore(TEXT),
            "one-of",
            oneOrMore(TEXT),
            "choices",
            list(TEXT, 1),
            "default",
            oneOrMore(TEXT),
            "example",
            TEXT,
            "ask",
            object(map("where", TEXT, "when", TEXT, "suggest", map("enum", Suggestion.words()))),
            "about",
            TEXT),
        "type",
        "about");
  }

  private static Map<String, Object> group() {
    Map<String, Object> group =
        new LinkedHashMap<>(
            object(
                map(
                    "external",
                    FLAG,
                    "rotating",
                    FLAG,
                    "from",
                    ref("vantages"),
                    "addresses",
                    ref("addresses"),
                    "certificate",
                    ref("certificate"))));
    group.put("type", List.of("object", "null"));
    return group;
  }

  private static Map<String, Object> settings(Protocol<?> protocol) {
    Map<String, Object> keys = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (SettingKey key : SettingKey.of(protocol.settings())) {
      Map<String, Object> one = setting(key);
      boolean list = key.shape() == SettingKey.Shape.LIST;
      keys.put(key.name(), about(list ? oneOrMore(one) : one, key.about()));
      if (key.required()) {
        required.add(key.name());
      }
    }
    return object(keys, required.toArray(String[]::new));
  }

  private static Map<String, Object> setting(SettingKey key) {
    Class<?> type = key.scalar();
    if (type == String.class) {
      return TEXT;
    }
    Map<String, Object> plain =
        type == Duration.class
            ? pattern("^[0-9]{1,6}(ms|s|m|h|d)$")
            : type.isEnum()
                ? map("enum", key.choices())
                : type(type == boolean.class || type == Boolean.class ? "boolean" : "integer");
    return choice(plain, pattern(REFERENCE));
  }

  /** Of site files for a catalogue. */
  static String site(Catalogue catalogue) {
    Map<String, Object> secret =
        new LinkedHashMap<>(object(map("env", TEXT, "file", TEXT, "credential", TEXT)));
    secret.put("minProperties", 1);
    secret.put("maxProperties", 1);
    Map<String, Object> definitions =
        map(
            "host", pattern("^[A-Za-z0-9_.:-]+$"),
            "address", pattern("^[0-9A-Fa-f.:]+$"),
            "secret", secret,
            "server",
                choice(
                    ref("host"),
                    object(
                        map(
                            "name",
                            ref("host"),
                            "address",
                            ref("address"),
                            "public-address",
                            ref("address")),
                        "name")));
    Map<String, Object> rule =
        object(
            map(
                "skip",
                TEXT,
                "until",
                DATE,
                "addresses",
                choice(words("all", "any"), least(type("integer"), 1)),
                "certificate",
                words("verify", "report"),
                "host",
                ref("host"),
                "request",
                ref("request")));
    Map<String, Object> line = pattern("^(?=.*\\S)[^\\u0000-\\u001f\\u007f-\\u009f]{1,200}$");
    definitions.put(
        "request",
        object(
            map(
                "requester",
                line,
                "environment",
                line,
                "expiry",
                DATE,
                "ticket",
                choice(line, type("number")))));
    definitions.put("rule", rule);
    Map<String, Object> rules = new LinkedHashMap<>();
    catalogue.rules().forEach(one -> rules.put(one.id(), about(ref("rule"), one.usage())));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("self", about(ref("host"), "The server that this host is."));
    root.put("source", about(ref("address"), "The local address to send from."));
    root.putAll(section("", catalogue.values()));
    root.put(
        "trust",
        object(
            map(
                "internal",
                oneOrMore(TEXT),
                "public",
                oneOrMore(TEXT),
                "inspection",
                oneOrMore(TEXT))));
    root.put("resolvers", about(oneOrMore(ref("address")), "Name servers to ask for evidence."));
    root.put(
        "proxy",
        object(
            map(
                "url",
                pattern("^https?://[^@/]+:[0-9]+/?$"),
                "user",
                TEXT,
                "password",
                ref("secret"),
                "allow-clear",
                map("type", "boolean"),
                "except",
                oneOrMore(TEXT)),
            "url"));
    root.put("rules", optional(object(rules)));
    root.put("request", about(ref("request"), "What change requests say of every rule."));
    return document("A site file of Rollcall for " + catalogue.name(), root, definitions);
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
      case TEXT -> TEXT;
      case TEXTS -> oneOrMore(TEXT);
      case PATH -> pattern("^/[!-~]*$");
      case FLAG -> FLAG;
      case CHOICE -> map("enum", spec.choices());
      case URL -> pattern("^https?://[^/@?#]+/?$");
      case UNC -> pattern("^\\\\\\\\[^\\\\/]+\\\\[^\\\\/]+(\\\\.*)?$");
      case SECRET -> ref("secret");
    };
  }

  private static String document(
      String title, Map<String, Object> keys, Map<String, Object> definitions, String... required) {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("$schema", DRAFT);
    root.put("title", title);
    root.putAll(object(keys, required));
    root.put("$defs", definitions);
    return JsonMapper.shared()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(root)
            .replace("\r", "")
        + "\n";
  }
}
