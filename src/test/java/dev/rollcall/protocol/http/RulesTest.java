package dev.rollcall.protocol.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.ProtocolContract;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import dev.rollcall.protocol.http.message.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every http(s) row of the table: what proves it, what does not, and what it is then. */
class RulesTest {
  private static final String PASS = "identified";
  private static final String WARN = "NOT_IDENTIFIED";
  private static final String UNEXPECTED = "EXCHANGE UNEXPECTED";
  private static final String BLOCK_PAGE = "EXCHANGE BLOCK_PAGE";
  private static final String ODD = "/odd%2Fpath/%C3%A4?a=1&a=2&b=%20+x&c=";
  private static final String ME = "https://" + Probes.HOST;
  private static final String BLOCKED =
      Web.answer("403 Forbidden|Content-Type: text/html", "<h1>FortiGuard: Web Page Blocked!</h1>");

  private static final String NOT_FOUND = Web.answer("404 Not Found", "no such thing");
  private static final String LOGIN =
      Web.answer("200 OK|Content-Type: text/html", "<form><INPUT name=p TYPE='Password'></form>");
  private static final String NO_CERTIFICATE =
      Web.answer("400 Bad Request|Server: nginx", "<h1>No required SSL certificate was sent</h1>");

  private static final String CAPTIVE = "http://198.18.100.254:1000/fgtauth?0004";

  /** What front ends say that have no site of the name: Apache and HTTP.sys, ingress-nginx. */
  private static final List<String> NO_SITE =
      List.of(
          Web.answer("421 Misdirected Request", "x"),
          Web.answer(
              "400 Bad Request|Content-Type: text/html|Server: Microsoft-HTTPAPI/2.0",
              "<h2>Bad Request - Invalid Hostname</h2><p>The request hostname is invalid.</p>"));

  private static final String NO_BACKEND =
      Web.answer("404 Not Found|Content-Type: text/plain", "default backend - 404");

  private record Row(
      String rule,
      boolean external,
      boolean tls,
      Settings settings,
      String answer,
      String result) {}

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    Settings redirect = new Settings().redirect(Redirect.HTTPS).proof();
    for (String status : List.of("301 Moved", "302 Found", "307 Temporary", "308 Permanent")) {
      rows.add(http("lb.redirect", redirect, to(status, ME + "/"), PASS));
    }
    rows.add(http("lb.redirect", redirect, to("301 x", "HTTPS://PEER.Rollcall.test."), PASS));
    rows.add(http("lb.redirect", redirect, to("301 x", ME + ":443/other"), PASS));
    rows.add(http("lb.redirect", redirect, to("303 See Other", ME + "/"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("301 x", ME + ":8443/"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("301 x", "/login"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("301 x", "http://" + Probes.HOST), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, Web.answer("301 Moved", ""), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, Web.answer("200 OK", "hello"), UNEXPECTED));
    // Another host is the balancer's own mistake, unless the address is known as a portal's.
    rows.add(http("lb.redirect", redirect, to("302 x", "https://block.test/?u=1"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("301 x", "https://w.rollcall.test/"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, to("302 x", CAPTIVE), BLOCK_PAGE));
    rows.add(outside("own", redirect, to("302 x", "https://block.test/?u=1"), BLOCK_PAGE));
    rows.add(outside("own", redirect, to("301 x", "https://w.rollcall.test/"), UNEXPECTED));
    rows.add(http("lb.redirect", redirect, BLOCKED, BLOCK_PAGE));
    Settings other = new Settings().redirect(Redirect.HTTPS).redirectPort(8443).proof();
    rows.add(http("lb.redirect", other, to("301 x", ME + ":8443/"), PASS));
    rows.add(http("lb.redirect", other, to("301 x", ME + "/"), UNEXPECTED));
    Settings same = new Settings().path(ODD).redirect(Redirect.HTTPS_SAME_URI).proof();
    rows.add(http("lb.redirect-uri", same, to("301 x", ME + ODD), PASS));
    // As Apache's mod_alias writes it.
    String small = ODD.replace("%2F", "%2f").replace("%C3%A4", "%c3%a4");
    rows.add(http("lb.redirect-uri", same, to("301 x", ME + small), PASS));
    for (String changed :
        List.of(
            "/",
            "/odd/path/%C3%A4?a=1&a=2&b=%20+x&c=",
            ODD + "x",
            ODD.replace("%C3", "%C4"),
            "",
            ODD.replace("/odd", "/Odd"))) {
      rows.add(http("lb.redirect-uri", same, to("301 x", ME + changed), UNEXPECTED));
    }

    Settings health = new Settings().path("/health").status("200").body("UP").proof().hard();
    rows.add(https("lb.health", health, Web.answer("200 OK", "status: UP"), PASS));
    rows.add(https("lb.health", health, Web.answer("200 OK", "status: DOWN"), UNEXPECTED));
    rows.add(https("lb.health", health, Web.answer("503 Down", "UP"), UNEXPECTED));
    rows.add(https("lb.health", health, to("302 Found", "/login"), UNEXPECTED));

    Settings any = new Settings();
    String idp = "https://sso.test/saml2?SAMLRequest=x";
    for (String rule : List.of("lb.service", "registration", "icons.cdn", "patch.cdn")) {
      boolean external = !rule.equals("lb.service");
      rows.add(https(rule, external, any, Web.answer("200 OK", "hello"), PASS));
      rows.add(https(rule, external, any, Web.answer("401 x", "Blocked by FortiGuard"), PASS));
      rows.add(https(rule, external, any, Web.answer("400 Bad Request|Server: cdn", "x"), PASS));
      rows.add(https(rule, external, any, to("302 Found", "/login"), PASS));
      rows.add(https(rule, external, any, to("302 Found", idp), PASS));
      rows.add(https(rule, external, any, Web.answer("407 Auth", ""), UNEXPECTED));
      rows.add(https(rule, external, any, NO_CERTIFICATE, "EXCHANGE DENIED"));
      for (String none : NO_SITE) {
        rows.add(https(rule, external, any, none, WARN));
      }
      for (String error : List.of("500 x", "502 Bad Gateway", "503 x", "504 x", "511 x")) {
        rows.add(https(rule, external, any, Web.answer(error, "x"), external ? WARN : UNEXPECTED));
      }
      rows.add(https(rule, external, any, LOGIN, external ? WARN : PASS));
      rows.add(https(rule, external, any, leading("https://idp.test/"), external ? WARN : PASS));
      rows.add(https(rule, external, any, leading("/app/"), PASS));
    }
    rows.add(https("icons.cdn", true, any, NO_BACKEND, WARN));
    rows.add(https("icons.cdn", true, any, NOT_FOUND, PASS));
    Settings portal = portal();
    for (String good : List.of("200 OK", "302 x|Location: /login", "401 x", "405 x", "429 x")) {
      rows.add(https("inbound.portal", portal, Web.answer(good, "x"), PASS));
    }
    for (String none : List.of("400 x", "403 x", "404 x", "410 x", "426 x", "421 x")) {
      rows.add(https("inbound.portal", portal, Web.answer(none, "x"), WARN));
    }
    rows.add(https("inbound.portal", portal, NO_BACKEND, WARN));
    rows.add(https("inbound.portal", portal, Web.answer("503 x", "x"), UNEXPECTED));
    rows.add(https("own", new Settings().status("421"), Web.answer("421 x", ""), PASS));
    rows.add(https("own", new Settings().status("503"), Web.answer("503 As wanted", ""), PASS));
    rows.add(https("own", new Settings().status("not-404"), Web.answer("503 x", ""), UNEXPECTED));
    rows.add(https("cloudpaging", jukebox(), NOT_FOUND, PASS));
    rows.add(https("cloudpaging", jukebox(), to("302 Found", idp), PASS));
    rows.add(https("cloudpaging", jukebox(), Web.answer("502 Bad Gateway", ""), WARN));
    rows.add(https("cloudpaging", jukebox().hard(), Web.answer("500 x", ""), UNEXPECTED));

    String script = "<script>window.location=\"" + CAPTIVE + "\";</script>";
    for (String answer : List.of(NOT_FOUND, Web.answer("200 OK", "hello"), to("301 x", ME))) {
      rows.add(outside("icons.api", any, answer, WARN));
    }
    rows.add(outside("icons.api", any, to("302 Found", "http://portal.test/login"), BLOCK_PAGE));
    rows.add(outside("icons.api", any, BLOCKED, BLOCK_PAGE));
    rows.add(outside("icons.api", any, Web.answer("200 OK", script), BLOCK_PAGE));
    rows.add(outside("icons.api", any, LOGIN, BLOCK_PAGE));
    rows.add(outside("icons.api", any, Web.answer("503 No server", "x"), UNEXPECTED));
    rows.add(outside("icons.api", any, Web.answer("407 Auth", ""), "PROXY DENIED"));
    rows.add(outside("own", new Settings().status("200"), Web.answer("200 OK", "x"), WARN));
    rows.add(outside("own", new Settings().body("Icon"), Web.answer("200 OK", "Icons"), PASS));

    Settings peer = new Settings().redirectHosts("apps.test");
    rows.add(http("peer.installers", peer, to("301 Moved", "https://apps.test/x"), PASS));
    rows.add(http("peer.installers", peer, to("301 Moved", ME + "/"), PASS));
    rows.add(http("peer.installers", peer, to("301 Moved", "/login"), WARN));
    rows.add(http("peer.installers", peer, to("301 Moved", "https://other.test/"), WARN));
    rows.add(http("peer.installers", peer, to("302 Found", CAPTIVE), BLOCK_PAGE));
    rows.add(http("peer.installers", peer, Web.answer("403 Forbidden", "Forbidden"), WARN));
    rows.add(http("peer.installers", peer, Web.answer("200 OK", "pop-ups blocked by x"), WARN));
    rows.add(http("peer.installers", peer, LOGIN, WARN));
    rows.add(http("peer.installers", peer, Web.answer("503 x", ""), UNEXPECTED));

    Settings urls =
        new Settings()
            .path("/?release=7&arch=x86_64&repo=os&infra=stock")
            .content(Content.URL_LINES)
            .proof();
    String mirrors = "# mirrors\r\n\r\nhttp://mirror.test/centos/7/\r\nhttp://b.test/7/\r\n";
    rows.add(http("repo.centos-mirrorlist", urls, Web.answer("200 OK", mirrors), PASS));
    rows.add(http("repo.centos-mirrorlist", urls, Web.answer("200 OK", "Invalid release"), WARN));
    rows.add(http("repo.remi-cdn", urls, Web.answer("200 OK", "http://cdn.test/remi/"), PASS));
    rows.add(http("repo.remi-cdn", urls, Web.answer("403 Forbidden", "Forbidden"), WARN));
    rows.add(http("repo.remi-cdn", urls, Web.answer("200 OK", "<a>\nhttp://x.test/"), WARN));
    rows.add(http("repo.remi-cdn", urls, to("302 Found", "/other"), WARN));

    Settings metalink = new Settings().content(Content.METALINK).proof();
    String document = "<?xml version=\"1.0\"?>\n<!-- <repomd> -->\n<metalink version=\"3.0\">";
    rows.add(https("repo.epel", metalink, Web.answer("200 OK", document), PASS));
    rows.add(https("repo.epel", metalink, Web.answer("404 Gone", "# repo=epel-7"), WARN));
    rows.add(https("repo.epel", metalink, Web.answer("200 OK", "<html><metalink>"), WARN));
    Settings repomd = new Settings().content(Content.REPOMD).proof();
    String index = "\u00ef\u00bb\u00bf<repomd xmlns=\"http://linux.duke.edu/metadata/repo\"/>";
    for (String rule : List.of("repo.microsoft", "repo.nodesource")) {
      rows.add(https(rule, repomd, Web.answer("200 OK", index), PASS));
      rows.add(https(rule, repomd, Web.answer("200 OK", document), WARN));
      rows.add(https(rule, true, repomd, LOGIN, UNEXPECTED));
      rows.add(https(rule, true, repomd, to("302 Found", "https://idp.test/saml2"), UNEXPECTED));
    }
    Settings key = new Settings().path("/RPM-GPG-KEY-remi").content(Content.PGP_KEY).proof();
    String armour = "-----BEGIN PGP PUBLIC KEY BLOCK-----\nmQ";
    rows.add(https("repo.remi", key, Web.answer("200 OK", armour), PASS));
    rows.add(https("repo.remi", key, Web.answer("200 OK", "remi:\n" + armour), PASS));
    rows.add(https("repo.remi", key, Web.answer("200 OK", "see " + armour), WARN));

    Settings azure = new Settings().header("Server: Windows-Azure-Blob*", "x-ms-*: *").proof();
    rows.add(
        https(
            "console.resources",
            azure,
            Web.answer("400 Bad|Server: Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0", ""),
            PASS));
    rows.add(https("console.resources", azure, Web.answer("404 x|X-MS-Version: 1", ""), PASS));
    rows.add(https("console.resources", azure, Web.answer("400 x|Server: nginx", ""), WARN));

    Settings github = new Settings().header("Server: github.com").proof();
    rows.add(https("libraries.github", github, Web.answer("200 OK|Server: GitHub.com", ""), PASS));
    rows.add(https("libraries.github", github, to("302 Found", "/login"), PASS));
    rows.add(https("libraries.github", github, Web.answer("200 OK|Server: nginx", ""), WARN));
    Settings jquery = new Settings().status("200").body("jQuery v3.7.1").proof();
    rows.add(
        https("libraries.google", jquery, Web.answer("200 OK", "/*! jQuery v3.7.1 | (c)"), PASS));
    rows.add(https("libraries.google", jquery, Web.answer("200 OK", "hello"), WARN));
    rows.add(https("libraries.google", jquery, Web.answer("404 x", "jQuery v3.7.1"), WARN));
    return rows;
  }

  /** A page whose script leads there. */
  private static String leading(String to) {
    return Web.answer("200 OK", "<script>window.location=\"" + to + "\";</script>");
  }

  @TestFactory
  Stream<DynamicTest> table() {
    return rows().stream()
        .map(row -> dynamicTest(row.rule() + " " + row.result(), () -> hold(row)));
  }

  private static void hold(Row row) throws Exception {
    try (Web web = row.tls() ? Web.secured(row.answer()) : Web.plain(row.answer())) {
      Attempt attempt = ask(web, row);
      assertEquals(row.result(), result(attempt), () -> row.answer() + attempt.outcome());
      assertEquals(
          row.answer().substring(9, 12), Probes.fact(attempt, "http.status"), attempt::toString);
      ProtocolContract.assertHarmless(attempt.outcome());
    }
  }

  private static Attempt ask(Web web, Row row) {
    if (row.tls()) {
      return row.external()
          ? web.https(row.settings(), Web.external(Anchor.SITE_PUBLIC))
          : web.https(row.settings());
    }
    return row.external() ? web.httpOutside(row.settings()) : web.http(row.settings());
  }

  @Test
  void redirectOfAVerifiedServerIsNoted() throws Exception {
    try (Web web = Web.secured(to("302 Found", "https://idp.test/saml2?SAMLRequest=secret"))) {
      Attempt attempt = web.https(new Settings());
      assertEquals("its certificate", Probes.fact(attempt, "http.identified"));
      assertEquals(
          List.of(
              "It redirects to another host (https://idp.test/saml2), which is not looked at"
                  + " here.",
              Observation.Note.SMALL_PACKETS.text()),
          notes(attempt));
    }
  }

  @Test
  void aMissingClientCertificateIsAClue() throws Exception {
    try (Web web = Web.secured(NO_CERTIFICATE)) {
      assertEquals(
          Optional.of(Clue.CLIENT_CERTIFICATE), Probes.fault(web.https(new Settings())).clue());
    }
  }

  @Test
  void errorOfTheServiceIsAClue() throws Exception {
    try (Web web = Web.secured(Web.answer("503 Service Unavailable", "No server is available"))) {
      assertEquals(Optional.of(Clue.SERVICE_ERROR), Probes.fault(web.https(new Settings())).clue());
    }
  }

  /** The service is the right one, and fails; it is not "whether the rule is out of date". */
  @Test
  void anErrorInPlaceOfTheExpectedStatusIsAClueToo() throws Exception {
    Settings wanted = new Settings().status("200").hard();
    try (Web web = Web.secured(Web.answer("503 Backend fetch failed|Server: Varnish", "x"))) {
      Fault fault = Probes.fault(web.https(wanted));
      assertEquals("EXCHANGE UNEXPECTED", fault.cause());
      assertEquals(Optional.of(Clue.SERVICE_ERROR), fault.clue());
    }
    try (Web web = Web.secured(Web.answer("429 Too Many Requests", "x"))) {
      Fault fault = Probes.fault(web.https(wanted));
      assertEquals("EXCHANGE DENIED", fault.cause());
      assertEquals(Optional.of(Clue.THROTTLED), fault.clue());
    }
    try (Web web = Web.secured(Web.answer("404 Not Found", "x"))) {
      assertEquals(Optional.empty(), Probes.fault(web.https(wanted)).clue());
    }
    try (Web web = Web.secured(Web.answer("503 As wanted", "DOWN"))) {
      Settings health = new Settings().status("503").body("UP").hard();
      assertEquals(Optional.empty(), Probes.fault(web.https(health)).clue());
    }
  }

  private static List<String> notes(Attempt attempt) {
    return attempt.outcome().observations().stream()
        .filter(Observation.Note.class::isInstance)
        .map(note -> ((Observation.Note) note).text())
        .toList();
  }

  @Test
  void theProofLeavesOutWhatChangesEachTime() throws Exception {
    String answer = Web.answer("400 Bad|Server: nginx|x-ms-request-id: 0815", "");
    try (Web web = Web.secured(answer)) {
      Attempt attempt = web.https(new Settings().header("x-ms-*: *").proof());
      assertEquals(
          "the answer: HTTP 400, x-ms-request-id", Probes.fact(attempt, "http.identified"));
    }
  }

  @Test
  void metalinkListsMirrors() throws Exception {
    try (Web web = Web.secured(Web.answer("200 OK", "<metalink>"))) {
      Attempt attempt = web.https(new Settings().content(Content.METALINK).proof());
      assertTrue(
          attempt.outcome().observations().stream()
              .anyMatch(o -> o instanceof Observation.Note note && note.text().contains("mirrors")),
          attempt::toString);
    }
  }

  /** How an attempt came out, in one word or two. */
  static String result(Attempt attempt) {
    if (attempt.outcome() instanceof Outcome.Failed failed) {
      return failed.fault().cause();
    }
    String concerns = Probes.concerns(attempt);
    if (concerns.isEmpty()) {
      Probes.fact(attempt, "http.identified");
    }
    return concerns.isEmpty() ? PASS : concerns;
  }

  private static Settings portal() {
    return new Settings().status("not-400", "not-403", "not-404", "not-410", "not-421", "not-426");
  }

  @Test
  void theStatusOfAnAbsentPortalIsSaid() throws Exception {
    try (Web web = Web.secured(Web.answer("404 Not Found", "404 page not found\n"))) {
      assertEquals(
          "answered, not identified: HTTP 404, which the rule does not accept",
          web.https(portal()).outcome().concerns().get(0).text());
    }
    try (Web web = Web.secured(NO_SITE.get(1))) {
      assertEquals(
          "answered, not identified: HTTP 400, which the rule does not accept; the server has no"
              + " site of this name: the page says \"invalid hostname\"",
          web.https(portal()).outcome().concerns().get(0).text());
    }
  }

  @Test
  void aRedirectByAnotherStatusIsCalledOne() throws Exception {
    try (Web web = Web.plain(to("303 See Other", ME + "/"))) {
      Settings redirect = new Settings().redirect(Redirect.HTTPS).proof();
      assertEquals(
          "redirects to " + ME + "/ by HTTP 303, not by 301, 302, 307 or 308",
          Probes.fault(web.http(redirect)).evidence());
    }
  }

  private static Settings jukebox() {
    return new Settings().path("/jukeboxserver").status("not-5xx");
  }

  private static String to(String status, String location) {
    return Web.answer(status + "|Location: " + location, "");
  }

  private static Row http(String rule, Settings settings, String answer, String result) {
    return new Row(rule, false, false, settings, answer, result);
  }

  /** Plain, to an external destination. */
  private static Row outside(String rule, Settings settings, String answer, String result) {
    return new Row(rule, true, false, settings, answer, result);
  }

  private static Row https(String rule, Settings settings, String answer, String result) {
    return https(rule, false, settings, answer, result);
  }

  private static Row https(
      String rule, boolean external, Settings settings, String answer, String result) {
    return new Row(rule, external, true, settings, answer, result);
  }
}
