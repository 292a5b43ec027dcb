package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Hosts;
import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.ModelWords;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.catalogue.bind.UrlParts;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.site.SiteValue;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Fields;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.catalogue.yaml.SpellingHint;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.probe.certificate.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the sections that every site file has; {@link ValueReader} those of the catalogue. */
final class SiteReader {
  private final Path file;
  private final Catalogue catalogue;
  private final Complaints complaints;
  private final Readers readers;
  private final ModelWords words;
  private final RequestReader requests;
  private boolean finished = true;

  SiteReader(Path file, Catalogue catalogue, Complaints complaints) {
    this.file = file;
    this.catalogue = catalogue;
    this.complaints = complaints;
    this.readers = new Readers(complaints);
    this.words = new ModelWords(complaints);
    this.requests = new RequestReader(complaints);
  }

  /** From now on a missing value is no error. */
  SiteReader unfinished() {
    finished = false;
    return this;
  }

  Site read(Node root) {
    Fields fields = new Fields(root, "the site file", complaints);
    Optional<String> self = fields.take("self", this::host);
    Optional<InetAddress> source = fields.take("source", readers::address);
    ValueReader valueReader = new ValueReader(complaints, folder());
    Map<String, SiteValue> values = valueReader.read(catalogue.values(), fields);
    if (root instanceof Node.Mapping) {
      new OneOfSeveral(catalogue, complaints).check(values, root);
    }
    Site.Trust trust = fields.take("trust").map(this::trust).orElse(Site.Trust.NONE);
    List<InetAddress> resolvers =
        fields.take("resolvers", readers.oneOrMore(readers::address)).orElse(List.of());
    Optional<Site.ProxySetting> proxy = fields.take("proxy").flatMap(this::proxy);
    Map<String, Site.Amendment> amendments = new LinkedHashMap<>();
    fields.take("rules").ifPresent(node -> rules(node, amendments));
    RequestDetails request = requests.take(fields, "'request'");
    fields.done();
    checkLogins(values);
    Site site = new Site(file, self, source, values, trust, resolvers, proxy, amendments, request);
    self.ifPresent(name -> checkSelf(name, site.servers(), fields.mark("self")));
    if (finished && root instanceof Node.Mapping) {
      new RequiredValues(catalogue, complaints).check(amendments, root);
    }
    return site;
  }

  private Path folder() {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
  }

  private Optional<String> host(Node node, String key) {
    return readers
        .text(node, key)
        .filter(
            text ->
                Kind.HOST
                    .objection(text, List.of())
                    .map(wrong -> readers.wrong(node, key, wrong).isPresent())
                    .orElse(true));
  }

  /** A password without a user is an error. */
  private void checkLogins(Map<String, SiteValue> values) {
    catalogue.rules().stream()
        .flatMap(rule -> rule.probing().login().stream())
        .filter(login -> !values.containsKey(login.user()))
        .forEach(
            login -> {
              if (values.get(login.password()) instanceof SiteValue.Secret secret) {
                complaints.add(
                    new Node.Mark(secret.line(), secret.column()),
                    secret.name()
                        + " is set and "
                        + login.user()
                        + " is not; name the user of this password");
              }
            });
  }

  private void checkSelf(String self, List<Server> servers, Node.Mark mark) {
    List<String> names = servers.stream().map(Server::name).toList();
    if (!names.isEmpty() && !names.contains(self)) {
      complaints.unknown(mark, "server '" + self + "'", self, names);
    }
  }

  private Site.Trust trust(Node node) {
    Fields fields = new Fields(node, "'trust'", complaints);
    Site.Trust trust =
        new Site.Trust(
            certificates(fields, "internal"),
            certificates(fields, "public"),
            certificates(fields, "inspection"));
    fields.done();
    return trust;
  }

  private List<Path> certificates(Fields fields, String key) {
    return fields.take(key, readers.oneOrMore(this::certificate)).orElse(List.of());
  }

  private Optional<Path> certificate(Node node, String key) {
    Optional<String> text = readers.text(node, key);
    Optional<Path> path = text.flatMap(name -> Readers.path(folder(), name));
    if (path.isEmpty()) {
      return text.isEmpty() ? path : readers.wrong(node, key, "a path", "");
    }
    try {
      if (!Files.isRegularFile(path.get())) {
        complaints.add(
            node.mark(),
            Files.isDirectory(path.get())
                ? path.get() + " is a folder; name a certificate file in it"
                : "there is no file "
                    + path.get()
                    + "; relative paths start at the site file's folder");
        return Optional.empty();
      }
      Certificates.read(path.get());
      return path;
    } catch (IOException e) {
      boolean named = String.valueOf(e.getMessage()).contains(path.get() + " ");
      complaints.add(
          node.mark(), named ? String.valueOf(e.getMessage()) : path.get() + " cannot be read");
      return Optional.empty();
    }
  }

  private Optional<Site.ProxySetting> proxy(Node node) {
    Fields fields = new Fields(node, "'proxy'", complaints);
    Optional<ProxyUrl> url = fields.require("url", this::proxyUrl);
    Optional<String> user = fields.take("user", readers::text);
    Optional<SiteValue.Secret> password = fields.take("password", this::proxyPassword);
    boolean allowClear = fields.take("allow-clear", readers::flag).orElse(false);
    List<String> except =
        fields.take("except", readers.oneOrMore(this::exception)).orElse(List.of());
    fields.done();
    return url.map(
        proxy ->
            new Site.ProxySetting(proxy.target(), proxy.tls(), user, password, allowClear, except));
  }

  private Optional<SiteValue.Secret> proxyPassword(Node node, String key) {
    return new SecretReader(complaints, folder())
        .read(node, key)
        .map(
            reference ->
                new SiteValue.Secret(
                    reference,
                    "proxy.password",
                    complaints.file(),
                    node.mark().line(),
                    node.mark().column()));
  }

  private record ProxyUrl(Target target, boolean tls) {}

  private Optional<ProxyUrl> proxyUrl(Node node, String key) {
    String text = readers.text(node, key).orElse("http://proxy.example:1");
    if (text.contains("@")) {
      complaints.add(
          node.mark(), "url of the proxy holds a user; put it under 'user' and 'password'");
    } else if (text.endsWith(".pac") || text.endsWith("wpad.dat")) {
      complaints.add(
          node.mark(), "proxy configuration files (PAC) are not supported; name the proxy itself");
    } else if (!text.matches("https?://.+:[0-9]+/?") || !UrlParts.isUrl(text)) {
      return readers.wrong(node, key, "http://HOST:PORT or https://HOST:PORT", "");
    } else {
      int port = Integer.parseInt(UrlParts.of(Kind.URL, "port", text));
      Target target = new Target(UrlParts.of(Kind.URL, "host", text), Port.tcp(port));
      return Optional.of(new ProxyUrl(target, text.startsWith("https:")));
    }
    return Optional.empty();
  }

  private Optional<String> exception(Node node, String key) {
    Optional<String> text = readers.text(node, key);
    if (text.isPresent() && !Hosts.isHost(text.get().replaceFirst("^\\.", ""))) {
      return readers.wrong(node, key, "a host, or .DOMAIN for every name below it", "");
    }
    return text;
  }

  private void rules(Node node, Map<String, Site.Amendment> amendments) {
    if (!(node instanceof Node.Mapping mapping)) {
      readers.wrong(node, "rules", "a mapping from rule ids", "");
      return;
    }
    List<String> ids = catalogue.rules().stream().map(RuleTemplate::id).toList();
    mapping
        .entries()
        .forEach(
            (id, entry) -> {
              if (!ids.contains(id)) {
                String near = SpellingHint.hint(id, ids);
                complaints.add(
                    entry.key(),
                    "unknown rule '"
                        + id
                        + "'; 'list' shows the ids of catalogue "
                        + catalogue.name()
                        + near);
              }
              amendments.put(id, amendment(id, entry.value()));
            });
  }

  private Site.Amendment amendment(String id, Node node) {
    Fields fields = new Fields(node, "rule " + id, complaints);
    Site.Amendment amendment =
        new Site.Amendment(
            fields.take("skip", readers::text),
            fields.take("until", readers::date),
            fields.<AddressPolicy>take("addresses", words::addresses),
            fields.take("certificate", words::certificate),
            fields.take("host", this::host),
            requests.take(fields, "'request' of rule " + id));
    fields.done();
    if (fields.has("until") && !fields.has("skip")) {
      complaints.add(fields.mark("until"), "'until' ends a waiver; give its reason under 'skip'");
    }
    return amendment;
  }
}
