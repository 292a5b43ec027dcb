package dev.rollcall.catalogue.template;

import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.bind.UrlParts;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The values of a site: from the site file, else the catalogue's fallback. */
public final class Values {
  private final List<ValueSpec> specs;
  private final Map<String, SiteValue> given;
  private final Optional<Server> self;
  private final boolean samples;

  private Values(
      List<ValueSpec> specs, Map<String, SiteValue> given, Optional<Server> self, boolean samples) {
    this.specs = specs;
    this.given = given;
    this.self = self;
    this.samples = samples;
  }

  /**
   * A site's values, or the catalogue's alone.
   *
   * @param self which of the servers this host is, if it is one
   */
  public static Values of(Catalogue catalogue, Optional<Site> site, Optional<Server> self) {
    return new Values(catalogue.values(), site.map(Site::values).orElse(Map.of()), self, false);
  }

  /** Values that were just read, before there is a site. */
  public static Values given(List<ValueSpec> specs, Map<String, SiteValue> given) {
    return new Values(specs, given, Optional.empty(), false);
  }

  /** Example values, to test a catalogue without a site. */
  public static Values samples(List<ValueSpec> specs) {
    return samples(specs, Map.of());
  }

  /** These values, and examples for all others, to test these. */
  public static Values samples(List<ValueSpec> specs, Map<String, SiteValue> given) {
    return new Values(specs, given, Optional.empty(), true);
  }

  /** The catalogue's examples for all values. */
  Values examples() {
    return samples(specs);
  }

  /** Whether there is a value; for a flag, whether it is true. */
  public boolean isSet(String name) {
    List<String> texts = texts(name);
    boolean flag =
        Reference.find(specs, name).map(found -> found.spec().kind() == Kind.FLAG).orElse(false);
    return flag ? texts.contains("true") : !texts.isEmpty();
  }

  /** The value as text, several for a list; empty if it is not set, and for secrets always. */
  public List<String> texts(String name) {
    Optional<Reference> found = Reference.find(specs, name);
    if (found.isEmpty()) {
      return List.of();
    }
    ValueSpec spec = found.get().spec();
    String part = found.get().part();
    if (spec.kind() == Kind.SERVERS && !samples) {
      if (part.equals("aliases")) {
        return servers(name).stream().map(Server::aliases).toList();
      }
      if (part.equals("addresses")) {
        return servers(name).stream().map(Server::nameAndAddress).toList();
      }
      return servers(name).stream().map(Server::name).toList();
    }
    List<String> whole = whole(spec);
    return part.isEmpty() || spec.kind() == Kind.SERVERS
        ? whole
        : whole.stream().map(text -> UrlParts.of(spec.kind(), part, text)).toList();
  }

  /** The reference to the secret, if the site has it. */
  public Optional<SiteValue.Secret> secret(String name) {
    return Optional.ofNullable(given.get(name))
        .filter(SiteValue.Secret.class::isInstance)
        .map(SiteValue.Secret.class::cast);
  }

  /** Every host that the site itself names, in its own spelling; none that the catalogue gives. */
  public Set<String> namedHosts() {
    Set<String> hosts = new TreeSet<>();
    for (ValueSpec spec : specs) {
      if (given.get(spec.name()) instanceof SiteValue.Texts texts) {
        switch (spec.kind()) {
          case HOST, HOSTS -> hosts.addAll(texts.texts());
          case URL, UNC ->
              texts.texts().forEach(text -> hosts.add(UrlParts.of(spec.kind(), "host", text)));
          case DOMAIN,
              PORT,
              NUMBER,
              STATUS,
              REALM,
              TEXT,
              TEXTS,
              PATH,
              FLAG,
              CHOICE,
              SECRET,
              SERVERS -> {
            // No hosts that a login goes to.
          }
        }
      }
    }
    return hosts;
  }

  private List<String> whole(ValueSpec spec) {
    if (given.get(spec.name()) instanceof SiteValue.Texts texts) {
      return texts.texts();
    }
    List<String> fallback = new ArrayList<>();
    spec.fallback().forEach(template -> fallback.addAll(template.texts(this)));
    return fallback.isEmpty() && samples && !isOther(spec) ? List.of(spec.sample()) : fallback;
  }

  /** Whether a site sets either it or another value, which then has the example of both. */
  private boolean isOther(ValueSpec spec) {
    return specs.stream().anyMatch(one -> one.oneOf().contains(spec.name()))
        || spec.oneOf().stream().anyMatch(given::containsKey);
  }

  /** Whether there is a value, or one that a site may set in its place. */
  public boolean isMet(String name) {
    return isSet(name)
        || Reference.find(specs, name)
            .map(found -> found.spec().oneOf().stream().anyMatch(this::isSet))
            .orElse(false);
  }

  /** Whether the site replaced the catalogue's default. */
  public boolean isReplaced(String name) {
    return Reference.find(specs, name)
        .map(Reference::spec)
        .filter(spec -> spec.fallback().stream().anyMatch(t -> t.names().isEmpty()))
        .map(spec -> !whole(spec).equals(spec.fallback().stream().map(Template::text).toList()))
        .orElse(false);
  }

  /** Whether the name refers to the product's servers. */
  public boolean isServers(String name) {
    return Reference.find(specs, name)
        .map(found -> found.spec().kind() == Kind.SERVERS)
        .orElse(false);
  }

  /** The servers that the name refers to: each, the others, or this one. */
  public List<Server> servers(String name) {
    Optional<Reference> found = Reference.find(specs, name);
    if (found.isEmpty()
        || !(given.get(found.get().spec().name()) instanceof SiteValue.Servers all)) {
      return List.of();
    }
    return switch (found.get().part()) {
      case "others" ->
          all.servers().stream().filter(server -> !server.equals(self.orElse(null))).toList();
      case "self" -> self.stream().toList();
      default -> all.servers();
    };
  }

  /** The name of the value, without a part. */
  public String valueOf(String name) {
    return Reference.find(specs, name).map(found -> found.spec().name()).orElse(name);
  }

  /** The value to fill in where a name has none: itself without its part, or its fallback's. */
  public String fillIn(String name) {
    Optional<ValueSpec> spec = Reference.find(specs, name).map(Reference::spec);
    return spec.flatMap(
            found -> found.fallback().stream().flatMap(t -> t.whole().stream()).findFirst())
        .or(() -> spec.map(ValueSpec::name))
        .orElse(name);
  }
}
