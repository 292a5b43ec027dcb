package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Hosts;
import dev.rollcall.catalogue.bind.Kind;
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
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.probe.certificate.Certificates;
import dev.rollcall.probe.settings.YamlKey;
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
  private final RequestReader requests;
  private boolean finished = true;

  SiteReader(Path file, Catalogue catalogue, Complaints complaints) {
    this.file = file;
    this.catalogue = catalogue;
    this.complaints = complaints;
    this.readers = new Readers(complaints);
    this.requests = new RequestReader(complaints);
  }

  /** From now on a missing value is no error. */
  SiteReader unfinished() {
    finished = false;
    return this;
  }

  /** The keys that stand before those of the catalogue. */
  record First(
      @YamlKey(about = "The server that this host is.", as = Hosts.class) Optional<String> self,
      @YamlKey(about = "The local address to send from.") Optional<InetAddress> source) {}

  /** The keys that stand after those of the catalogue. */
  record Last(
      @YamlKey(about = "Certificate files.", fallback = "{}") Site.Trust trust,
      @YamlKey(about = "Name servers to ask for evidence.") List<InetAddress> resolvers,
      @YamlKey(about = "The HTTP proxy of the servers.") Optional<Site.ProxySetting> proxy,
      @YamlKey(about = "Changes to single rules, by their ids.", as = Site.Amendment.class)
          Optional<Node> rules,
      @YamlKey(about = "What change requests say of every rule.", fallback = "{}")
          RequestDetails request) {}

  Site read(Node root) {
    Fields fields = new Fields(root, "the site file", complaints);
    Binder binder = binder("'request'");
    First first = binder.take(First.class, fields).orElseThrow();
    Map<String, SiteValue> values =
        new ValueReader(complaints, folder()).read(catalogue.values(), fields);
    if (root instanceof Node.Mapping) {
      new OneOfSeveral(catalogue, complaints).check(values, root);
    }
    Last last = binder.take(Last.class, fields).orElseThrow();
    fields.done();
    Map<String, Site.Amendment> amendments = new LinkedHashMap<>();
    last.rules().ifPresent(node -> rules(node, amendments));
    checkLogins(values, last.proxy());
    new UnfitValues(catalogue, complaints).check(values, amendments, root);
    Site site =
        new Site(
            file,
            first.self(),
            first.source(),
            values,
            last.trust(),
            last.resolvers(),
            last.proxy(),
            amendments,
            last.request());
    site.source().ifPresent(address -> checkSource(address, fields.mark("source")));
    site.self().ifPresent(name -> checkSelf(name, site.servers(), fields.mark("self")));
    if (finished && root instanceof Node.Mapping) {
      new RequiredValues(catalogue, complaints).check(amendments, root);
    }
    return site;
  }

  /**
   * A binder for the sections of a site file.
   *
   * @param request the name of the section {@code request} in complaints
   */
  private Binder binder(String request) {
    return new Binder(complaints)
        .with(Path.class, this::certificate)
        .with(RequestDetails.class, (node, key) -> requests.read(node, request))
        .with(Site.ProxyUrl.class, this::proxyUrl)
        .with(
            SiteValue.Secret.class,
            (node, key) -> new SecretReader(complaints, folder()).read(node, key, "proxy.password"))
        .with(Target.class, this::exception);
  }

  private Path folder() {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("."));
  }

  /** A password without a user is an error. */
  private void checkLogins(Map<String, SiteValue> values, Optional<Site.ProxySetting> proxy) {
    catalogue.rules().stream()
        .flatMap(rule -> rule.probing().login().stream())
        .filter(login -> !values.containsKey(login.user()))
        .forEach(
            login -> {
              if (values.get(login.password()) instanceof SiteValue.Secret secret) {
                withoutUser(secret, login.user());
              }
            });
    proxy
        .filter(one -> one.user().isEmpty())
        .flatMap(Site.ProxySetting::password)
        .ifPresent(secret -> withoutUser(secret, "proxy.user"));
  }

  private void withoutUser(SiteValue.Secret password, String user) {
    complaints.add(
        new Node.Mark(password.line(), password.column()),
        password.name() + " is set and " + user + " is not; name the user of this password");
  }

  /** The system sends nothing to another host from such an address, and gives no plain reason. */
  private void checkSource(InetAddress source, Node.Mark mark) {
    if (source.isLoopbackAddress()) {
      complaints.add(
          mark,
          "source must be an address that other hosts can answer to, not "
              + source.getHostAddress());
    }
  }

  private void checkSelf(String self, List<Server> servers, Node.Mark mark) {
    List<String> names = servers.stream().map(Server::name).toList();
    if (!names.isEmpty() && !names.contains(self)) {
      complaints.unknown(mark, "server '" + self + "'", self, names);
    }
  }

  private Optional<Path> certificate(Node node, String key) {
    Optional<String> text = readers.text(node, key);
    Optional<Path> path = text.flatMap(name -> readers.path(folder(), node, key, name));
    if (path.isEmpty()) {
      return path;
    }
    try {
      if (!Files.isRegularFile(path.get())) {
        complaints.add(node.mark(), noFile(path.get()));
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

  private static String noFile(Path path) {
    if (Files.isDirectory(path)) {
      return path + " is a folder; name a certificate file in it";
    }
    return Files.exists(path)
        ? path + " is a named pipe, a socket or a device; name a certificate file"
        : "there is no file " + path + "; relative paths start at the site file's folder";
  }

  private Optional<Site.ProxyUrl> proxyUrl(Node node, String key) {
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
      return Optional.of(new Site.ProxyUrl(target, text.startsWith("https:")));
    }
    return Optional.empty();
  }

  private Optional<String> exception(Node node, String key) {
    Optional<String> text = readers.text(node, key);
    if (text.isPresent() && !Hosts.isHost(text.get().replaceFirst("^\\.", ""))) {
      return readers.wrong(
          node, key, "a host, or .DOMAIN for every name below it", Hosts.remedyInAscii(text.get()));
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
        binder("'request' of rule " + id).take(Site.Amendment.class, fields).orElseThrow();
    fields.done();
    if (fields.has("until") && !fields.has("skip")) {
      complaints.add(fields.mark("until"), "'until' ends a waiver; give its reason under 'skip'");
    }
    if (amendment.skip().filter(String::isBlank).isPresent()) {
      complaints.add(
          fields.mark("skip"),
          "'skip' needs a reason: say why rule " + id + " is not checked here");
    }
    return amendment;
  }
}
