package dev.rollcall.catalogue;

import dev.rollcall.catalogue.bind.Binder;
import dev.rollcall.catalogue.bind.Hosts;
import dev.rollcall.catalogue.bind.Kind;
import dev.rollcall.catalogue.bind.Readers;
import dev.rollcall.catalogue.bind.UrlParts;
import dev.rollcall.catalogue.site.Site;
import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.Condition;
import dev.rollcall.catalogue.template.Template;
import dev.rollcall.catalogue.yaml.ComplaintException;
import dev.rollcall.catalogue.yaml.Complaints;
import dev.rollcall.catalogue.yaml.Node;
import dev.rollcall.catalogue.yaml.SpellingHint;
import dev.rollcall.catalogue.yaml.YamlReader;
import dev.rollcall.cli.Registry;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Scratch;
import dev.rollcall.model.rule.Vantage;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.plan.Plan;
import dev.rollcall.plan.Planner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What is read of catalogues and site files, up to the plan that they make. */
public final class CatalogueFuzzTargets {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
  private static final String SMALL =
      """
      catalogue: small
      title: Small
      values:
        sql.host: {type: host, required: true, example: mssql.uni.edu, about: x}
        sql.port: {type: port, default: 1433, about: x}
        sql.browser: {type: choice, choices: [optional, required], about: x}
        web.url: {type: url, example: "https://a.test:8443", about: x}
        files.unc: {type: unc, example: '\\\\h\\s', about: x}
        apps: {type: servers, about: x}
        sql.password: {type: secret, about: x}
      groups:
        Out: {from: [appsanywhere]}
      rules:
        - {id: sql.tds, group: Out, to: "${sql.host}", port: "${sql.port}/tcp", protocol: tds, usage: x}
        - id: web
          from: [client, outside]
          to: ["${web.url.host}", a.test]
          port: 443/tcp
          protocol: https
          with: {path: /a?b, status: [2xx], header: ["X-*: *"], content: any}
          usage: x
          when: sql.browser=required
          severity: advisory
          retired: 2027-01-01
        - {id: shut, from: [outside], to: "${sql.host}", port: 1433/tcp, protocol: tcp, usage: x, expect: {blocked: [DROPPED], control: web}}
      """;

  private static final String[] TOKENS = {
    "${",
    "}",
    "${sql.host}",
    "${web.url.port}",
    "{",
    "}",
    "[",
    "]",
    ": ",
    "- ",
    "\n  ",
    "&a",
    "*a",
    "!!x",
    "|\n",
    ">\n",
    "\"",
    "'",
    "~",
    "null",
    "true",
    "0x1",
    "1e3",
    "\"\\0\"",
    "\"\\uD800\"",
    "{env: A}",
    "{file: \"a\\0b\"}",
    "::1",
    "\\\\\\\\h\\\\s",
    "2027-06-30",
    "5s",
    "---\n",
    "...\n",
    "#",
    "%YAML 1.2\n",
    "\t",
    "http://h:1",
    "?",
    "<<: "
  };

  private CatalogueFuzzTargets() {}

  public static List<FuzzTarget> all() {
    Catalogue whole = catalogue();
    return List.of(
        FuzzTarget.of("catalogue.yaml", CatalogueFuzzTargets::yaml)
            .seed(SMALL, "a: [1, {b: 'c'}, \"d\\n\"]\n---\n", "- |\n  x\n- >-\n  y\n")
            .tokens(TOKENS)
            .upTo(32 << 10)
            .mayAllocate(64L << 20)
            .covers(YamlReader.class),
        FuzzTarget.of("catalogue.rules", CatalogueFuzzTargets::rules)
            .seed(SMALL)
            .tokens(TOKENS)
            .tokens("unprobed: x", "witness: {servers: sql.tds}", "witness: {health-checks: 30s}")
            .tokens("login: {user: sql.host, password: sql.password}", "discover: x")
            .mayThrow(ComplaintException.class)
            .upTo(8 << 10)
            .inputs(2500)
            .mayAllocate(64L << 20)
            .covers(
                Catalogues.class,
                CatalogueReader.class,
                RuleReader.class,
                ValueSpecReader.class,
                Binder.class)
            .covers(Template.class, Condition.class, SpellingHint.class),
        FuzzTarget.of("catalogue.site", input -> site(whole, input))
            .seed(SitesTest.WHOLE.replace("campus-ca.pem", ""))
            .seed("sql: {host: h, password: {file: p}}\nrules: {sql.tds: {skip: x}}\n")
            .tokens(TOKENS)
            .mayThrow(ComplaintException.class)
            .upTo(8 << 10)
            .inputs(1500)
            .mayAllocate(64L << 20)
            .covers(SiteReader.class, ValueReader.class, SecretReader.class, UrlParts.class)
            .covers(Hosts.class, Readers.class, Kind.class),
        FuzzTarget.of("catalogue.words", CatalogueFuzzTargets::words)
            .seed(
                "300ms", "2027-06-30", "fd00::1", "https://[::1]:80/", "\\\\h\\s\\x", "-999999999")
            .tokens(":", "::", ".", "/", "\\", "-")
            .upTo(64 << 10)
            .covers(Readers.class, Hosts.class, UrlParts.class));
  }

  private static Catalogue catalogue() {
    try {
      return Catalogues.shipped(Registry.byName());
    } catch (ComplaintException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object yaml(byte[] input) {
    Complaints complaints = new Complaints("file");
    return YamlReader.read(input, complaints).map(Node::kind) + " " + said(complaints);
  }

  private static String said(Complaints complaints) {
    try {
      complaints.throwIfAny();
      return "";
    } catch (ComplaintException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Object rules(byte[] input) throws IOException, ComplaintException {
    Path file = Scratch.file("catalogue.yaml", input);
    Catalogue catalogue = Catalogues.read(file, Registry.byName());
    StringBuilder out = new StringBuilder();
    for (Vantage vantage : Vantage.values()) {
      out.append(
          planned(Planner.plan(catalogue, Optional.empty(), vantage, HostIdentity.UNKNOWN, TODAY)));
    }
    return out;
  }

  private static Object site(Catalogue catalogue, byte[] input)
      throws IOException, ComplaintException {
    Site site = Sites.read(Scratch.file("site.yaml", input), catalogue);
    StringBuilder out = new StringBuilder();
    for (Vantage vantage : Vantage.values()) {
      Optional<Site> given = Optional.of(site);
      out.append(planned(Planner.plan(catalogue, given, vantage, HostIdentity.UNKNOWN, TODAY)));
    }
    return out;
  }

  private static String planned(Plan plan) {
    StringBuilder out = new StringBuilder();
    plan.rules().forEach(rule -> out.append(rule.work().getClass().getSimpleName().charAt(0)));
    return out.toString();
  }

  private static Object words(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    Complaints complaints = new Complaints("file");
    Readers readers = new Readers(complaints);
    Node node = new Node.Scalar(Node.Mark.START, text, true);
    StringBuilder out = new StringBuilder();
    out.append(readers.duration(node, "a")).append(readers.date(node, "a"));
    out.append(readers.address(node, "a")).append(readers.number(node, "a"));
    for (Kind kind : Kind.values()) {
      out.append(kind.objection(text, List.of("x")).isPresent());
    }
    return out;
  }

  /** The catalogue of the jar, as text. */
  static String packed() {
    try (InputStream in =
        CatalogueFuzzTargets.class
            .getClassLoader()
            .getResourceAsStream("checks/appsanywhere.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
