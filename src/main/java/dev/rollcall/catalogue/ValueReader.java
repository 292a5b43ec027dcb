package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.ValueSpec;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a site's values, nested by the names that the catalogue gives them. */
final class ValueReader {
  private final Complaints complaints;
  private final Readers readers;
  private final SecretReader secrets;
  private final Binder binder;

  ValueReader(Complaints complaints, Path folder) {
    this.complaints = complaints;
    this.readers = new Readers(complaints);
    this.secrets = new SecretReader(complaints, folder);
    this.binder = new Binder(complaints);
  }

  Map<String, SiteValue> read(List<ValueSpec> specs, Fields fields) {
    Map<String, SiteValue> values = new LinkedHashMap<>();
    section("", specs, fields, values);
    return values;
  }

  private void section(
      String prefix, List<ValueSpec> specs, Fields fields, Map<String, SiteValue> values) {
    Set<String> keys = new LinkedHashSet<>();
    specs.stream()
        .filter(spec -> spec.name().startsWith(prefix))
        .forEach(spec -> keys.add(spec.name().substring(prefix.length()).split("\\.", 2)[0]));
    for (String key : keys) {
      Optional<ValueSpec> leaf =
          specs.stream().filter(spec -> spec.name().equals(prefix + key)).findFirst();
      Optional<Node> node = leaf.isPresent() ? fields.take(key) : fields.takeSection(key);
      if (node.isEmpty()) {
        continue;
      }
      if (leaf.isPresent()) {
        value(leaf.get(), node.get()).ifPresent(value -> values.put(leaf.get().name(), value));
      } else {
        Fields inner = new Fields(node.get(), "'" + prefix + key + "'", complaints);
        section(prefix + key + ".", specs, inner, values);
        inner.done();
      }
    }
  }

  private Optional<SiteValue> value(ValueSpec spec, Node node) {
    return switch (spec.kind()) {
      case SECRET -> secrets.read(node, spec.name(), spec.name()).map(secret -> secret);
      case SERVERS ->
          readers.list(this::server).apply(node, spec.name()).flatMap(list -> servers(node, list));
      case HOSTS, TEXTS ->
          readers
              .oneOrMore((item, key) -> scalar(spec, item))
              .apply(node, spec.name())
              .filter(list -> !list.isEmpty())
              .map(SiteValue.Texts::new);
      case HOST, DOMAIN, PORT, NUMBER, STATUS, REALM, TEXT, PATH, FLAG, CHOICE, URL, UNC ->
          scalar(spec, node).map(text -> new SiteValue.Texts(List.of(text)));
    };
  }

  private Optional<String> scalar(ValueSpec spec, Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      return readers.wrong(node, spec.name(), "a single value", "");
    }
    boolean typed =
        EnumSet.of(Kind.FLAG, Kind.PORT, Kind.NUMBER, Kind.STATUS).contains(spec.kind());
    String text = spec.kind().inAscii(scalar.text());
    if (typed && !scalar.plain()) {
      return readers.wrong(node, spec.name(), "written without quotes", "");
    }
    if (spec.kind() == Kind.CHOICE) {
      return readers.word(spec.choices()).apply(node, spec.name());
    }
    if (spec.kind() == Kind.URL && text.contains("@")) {
      complaints.add(node.mark(), spec.name() + " must be a URL without a user");
      return Optional.empty();
    }
    Optional<Kind.Objection> wrong = spec.kind().objection(text, spec.choices());
    return wrong.isPresent()
        ? readers.wrong(node, spec.name(), wrong.get())
        : typed ? Optional.of(text) : readers.text(node, spec.name()).map(any -> text);
  }

  private Optional<SiteValue> servers(Node node, List<Server> servers) {
    Set<String> names = new LinkedHashSet<>();
    List<Server> once = new ArrayList<>();
    for (Server server : servers) {
      if (names.add(server.name())) {
        once.add(server);
      } else {
        complaints.add(node.mark(), "server '" + server.name() + "' is listed twice");
      }
    }
    return once.isEmpty() ? Optional.empty() : Optional.of(new SiteValue.Servers(once));
  }

  private Optional<Server> server(Node node, String key) {
    if (node instanceof Node.Scalar) {
      return readers
          .host(node, key, Kind.SERVERS)
          .map(name -> new Server(name, Optional.empty(), Optional.empty()));
    }
    return binder.section(Server.class, node, "an entry of '" + key + "'");
  }
}
