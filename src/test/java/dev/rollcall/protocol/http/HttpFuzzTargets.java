package dev.rollcall.protocol.http;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.model.path.Port;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.TestAuthority;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.BodyLength;
import dev.rollcall.protocol.http.message.Content;
import dev.rollcall.protocol.http.message.Cookies;
import dev.rollcall.protocol.http.message.Likeness;
import dev.rollcall.protocol.http.message.Location;
import dev.rollcall.protocol.http.message.PageText;
import dev.rollcall.protocol.http.message.Scheme;
import dev.rollcall.protocol.http.message.StatusPattern;
import dev.rollcall.protocol.http.message.TextGlob;
import dev.rollcall.protocol.http.message.Wire;
import dev.rollcall.protocol.http.persistence.Persistence;
import dev.rollcall.protocol.http.persistence.PersistenceEvidence;
import dev.rollcall.protocol.http.persistence.PersistenceProtocol;
import dev.rollcall.protocol.http.persistence.PersistenceSettings;
import dev.rollcall.protocol.http.persistence.ServerNames;
import dev.rollcall.protocol.http.persistence.Visits;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is read of web servers and proxies, and of those who call a stand-in for one. */
@SuppressWarnings("StringConcatToTextBlock") // lines of HTTP end in CRLF
public final class HttpFuzzTargets {
  private static final Target ASKED = new Target(Conversations.HOST, Port.tcp(443));
  private static final String PAGE =
      "<html><head><meta http-equiv=\"refresh\" content=\"0; url='https://login.filter.test/x'\">"
          + "</head><body>Web page blocked by FortiGuard, served by app01</body></html>";
  private static final String METALINK =
      """
      <?xml version="1.0"?>
      <!-- x -->
      <metalink version="3.0"><files/></metalink>\
      """;
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
  private static final String[] TOKENS = {
    "HTTP/1.1 000 ",
    "HTTP/1.1 999999999999 ",
    "HTTP/1.1 ",
    "HTTP/1.0 200\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "Content-Length: ",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: identity\r\n",
    "Content-Length: 5, 5\r\n",
    "Transfer-Encoding: , chunked,\r\n",
    "Content-Encoding: gzip\r\n",
    "Location: //evil.test/",
    "Refresh: 0;url=",
    "Set-Cookie: a=b; Path=/\r\n",
    "Via: 1.1 zscaler\r\n",
    "X-Squid-Error: ERR_ACCESS_DENIED 0\r\n",
    "Rollcall-Proof: ",
    "Server: " + StandInMark.TEXT + "\r\n",
    "<meta http-equiv=refresh content=\"0;url=",
    "\r\n ",
    "\r\n\r\n"
  };

  private static final List<HttpSettings> RULES =
      List.of(
          new Settings().build(),
          new Settings().status("2xx", "not-204").header("X-*: *", "Server: a?p*").build(),
          new Settings().body("served by").content(Content.URL_LINES).proof().build(),
          new Settings().content(Content.METALINK).hard().build(),
          new Settings().content(Content.PGP_KEY).build(),
          new Settings().path("/a?b=c").redirect(HttpSettings.Redirect.HTTPS_SAME_URI).build(),
          new Settings().redirectHosts("*.uni.edu", "a?b*").body("\u00e9").build());

  private HttpFuzzTargets() {}

  public static List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>();
    all.add(
        answering("http.probe", HttpFuzzTargets::probe)
            .inputs(1500)
            .covers(Wire.class, BodyLength.class, HttpProtocol.class, Answer.class));
    all.add(answering("http.probe-secured", HttpFuzzTargets::secured).covers(Question.class));
    all.add(
        answering("http.probe-proxy", HttpFuzzTargets::relayed)
            .inputs(600)
            .covers(ProxyAnswers.class));
    all.add(
        answering("https.probe", HttpFuzzTargets::overTls).inputs(100).covers(HttpProtocol.class));
    all.add(
        answering("https.persistence", HttpFuzzTargets::persisting)
            .inputs(30)
            .covers(Persistence.class, PersistenceProtocol.class));
    all.add(
        FuzzTarget.of("http.location", HttpFuzzTargets::location)
            .seed("https://a.test:8443/x?y#z", "//b.test/", "/x", "x/y?z", "javascript:x", "\\\\c")
            .seed("http://user@[fd00::1]:80/", "https:a.test", "https:///\\a.test")
            .tokens("://", "//", "@", ":", "[", "]", "\\", "#", "?", "%00")
            .covers(Location.class));
    all.add(
        FuzzTarget.of("http.page", HttpFuzzTargets::page)
            .seed(PAGE, METALINK, "# c\nhttps://a.test/\n", "-----BEGIN PGP PUBLIC KEY BLOCK-----")
            .seed("<meta http-equiv=refresh content=0;url=//a.test><repomd xmlns=\"x\">")
            .tokens("<meta", "url=", ">", "<!--", "-->", "<?", "?>", "<x:metalink ", "served by ")
            .upTo(64 << 10)
            .tokens("<script>", "</script>", "location=\"//b.test\"", "<form action=", ".submit(")
            .tokens("<input type=password>", "<style>", "&nbsp;")
            .covers(Refresh.class, Content.class, FilterMarks.class)
            .covers(ScriptRedirect.class, PageText.class, PageSigns.class, Likeness.class));
    all.add(
        FuzzTarget.of("http.persistence", HttpFuzzTargets::persistence)
            .seed("X-Server: app01\nSet-Cookie: lb=app02; Secure\n\n" + PAGE)
            .seed("x-server: 10.1.2.4\nSet-Cookie: =\nSet-Cookie: lb\n\nserved by app01.uni.edu ")
            .tokens("X-Server: ", "Set-Cookie: lb=", "served by ", "app01", "10.1.2.3")
            .covers(PersistenceEvidence.class, ServerNames.class, Cookies.class, Visits.class));
    all.add(
        FuzzTarget.of("http.stand-in", HttpFuzzTargets::standIn)
            .seed("GET /a?b=c HTTP/1.1\r\nHost: h.test:80\r\n" + challenge() + "\r\n")
            .seed("\r\nHEAD http://h.test/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            .seed("GET / HTTP/1.1\r\nX-Forwarded-For: 10.1.2.3\r\n\r\nPOST / HTTP/1.1\r\n\r\n")
            .tokens("Host: ", "GET ", " HTTP/1.1\r\n", HttpStandIn.CHALLENGE + ": ", "\r\n\r\n")
            .tokens("Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close")
            .upTo(20_000)
            .covers(Heading.class, HttpStandIn.class, StandInPages.class));
    all.add(
        FuzzTarget.of("http.settings", HttpFuzzTargets::settings)
            .seed("2xx\nServer: a*b?c\nAnswer: aXbYc", "not-404\nX-*: *\nx: y")
            .tokens("*", "?", "not-", "xx", ":")
            .mayThrow(IllegalArgumentException.class)
            .covers(StatusPattern.class, TextGlob.class, HttpSettings.class));
    return all;
  }

  /** A target that answers a request. */
  private static FuzzTarget answering(String name, FuzzTarget.Body body) {
    return FuzzTarget.of(name, body)
        .seed(Web.answer("200 OK|Server: app01|Content-Type: text/html|Via: 1.1 lb", PAGE))
        .seed(Web.answer("301 Moved|Location: https://" + Conversations.HOST + "/a?b=c", ""))
        .seed(
            Web.answer(
                "200 OK|Server: " + StandInMark.TEXT + "|Rollcall-Proof: " + "ab".repeat(32), ""))
        .seed(Web.answer("407 Proxy Authentication Required|Proxy-Authenticate: Basic", ""))
        .seed("HTTP/1.1 103 Hints\r\n\r\n" + Web.answer("200 OK|X-A: b", METALINK), CHUNKED)
        .seed("HTTP/1.0 200 OK\r\n\r\nhttps://mirror.test/\n")
        .tokens(TOKENS)
        .mayThrow(ProbeException.class)
        .inputs(2500)
        .upTo(20_000);
  }

  private static Object probe(byte[] input) {
    HttpSettings settings = RULES.get(Math.floorMod(Arrays.hashCode(input), RULES.size()));
    return Conversations.probe(HttpProtocol.PLAIN, settings, Transport.TCP, input);
  }

  /** As if TLS were around it. */
  private static Object secured(byte[] input) throws Exception {
    HttpSettings settings = RULES.get(Math.floorMod(Arrays.hashCode(input), RULES.size()));
    Session session = Conversations.hearing(input);
    Question.ask(session, session.dial(), settings, Scheme.HTTPS);
    return Conversations.reported("https", session);
  }

  private static Object overTls(byte[] input) {
    HttpSettings settings = RULES.get(Math.floorMod(Arrays.hashCode(input), RULES.size()));
    return Conversations.served(HttpProtocol.TLS, settings, input, Conversations.inTls(input));
  }

  private static Object persisting(byte[] input) {
    List<PersistenceSettings> evidences = evidences();
    PersistenceSettings settings =
        evidences.get(Math.floorMod(Arrays.hashCode(input), evidences.size()));
    return Conversations.served(
        new PersistenceProtocol(), settings, input, Conversations.inTls(input));
  }

  private static Object relayed(byte[] input) {
    return Conversations.throughProxy(HttpProtocol.PLAIN, RULES.get(0), input);
  }

  private static Object location(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    Optional<Location> found = Location.of(text, Scheme.HTTPS, ASKED);
    return found + " " + found.map(to -> to.at(ASKED.host()) || to.near(ASKED.host()));
  }

  private static Object page(byte[] input) {
    Answer answer = answer(List.of(), new String(input, StandardCharsets.ISO_8859_1));
    StringBuilder out = new StringBuilder().append(Refresh.of(answer).size());
    for (Content content : Content.values()) {
      out.append(content.provenBy(answer.body()));
    }
    out.append(ScriptRedirect.of(answer).size()).append(PageSigns.login(answer));
    out.append(PageSigns.certificateWanted(answer)).append(Likeness.of(answer));
    return out.append(FilterMarks.inPage(answer, true).map(FilterMarks.Mark::product));
  }

  private static Object persistence(byte[] input) {
    String[] parts = new String(input, StandardCharsets.ISO_8859_1).split("\n\n", 2);
    List<Answer.Field> fields = new ArrayList<>();
    for (String line : parts[0].split("\n", 100)) {
      int colon = Math.max(0, line.indexOf(':'));
      fields.add(new Answer.Field(line.substring(0, colon), line.substring(colon).strip()));
    }
    Answer answer = answer(fields, parts.length > 1 ? parts[1] : "");
    X509Certificate leaf = TestAuthority.peer().chain().get(0);
    StringBuilder out = new StringBuilder();
    for (PersistenceSettings settings : evidences()) {
      PersistenceEvidence evidence = new PersistenceEvidence(settings);
      List<String> texts = evidence.in(answer, leaf);
      Visits.Visit visit =
          new Visits.Visit(200, texts, evidence.server(texts), Cookies.of(answer).only("lb"));
      Visits visits = new Visits(List.of(visit, visit));
      out.append(visits.sentence("", "x")).append(visits.unnamed("x", Quotes.OPEN).isPresent());
      out.append(visits.settle()).append(visit.cookies().header().length());
    }
    return out;
  }

  private static List<PersistenceSettings> evidences() {
    return List.of(
        persistence(Optional.of("X-Server"), Optional.empty(), false, Optional.empty()),
        persistence(Optional.empty(), Optional.of("lb"), false, Optional.empty()),
        persistence(Optional.empty(), Optional.empty(), true, Optional.empty()),
        persistence(Optional.empty(), Optional.empty(), false, Optional.of("served by *")));
  }

  private static PersistenceSettings persistence(
      Optional<String> header,
      Optional<String> cookie,
      boolean certificate,
      Optional<String> body) {
    return new PersistenceSettings(
        "/",
        8,
        PersistenceSettings.Mode.SOURCE,
        Optional.empty(),
        header,
        cookie,
        certificate,
        body,
        List.of("app01.uni.edu 10.1.2.3", "app02.uni.edu 10.1.2.4"),
        List.of("blue", "green"));
  }

  private static Answer answer(List<Answer.Field> fields, String body) {
    return new Answer(Scheme.HTTPS, ASKED, 200, "OK", fields, body, Quotes.OPEN);
  }

  private static Object standIn(byte[] input) throws Exception {
    return ScriptedCaller.answers(new HttpStandIn(false, RULES), input);
  }

  private static Object settings(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 3);
    String header = lines.length > 1 ? lines[1] : "";
    String text = lines.length > 2 ? lines[2] : "";
    new Settings().header(header).path(text).build();
    return StatusPattern.accepts(List.of(lines[0]), 404) + " " + TextGlob.matches(header, text);
  }

  private static String challenge() {
    return HttpStandIn.CHALLENGE + ": " + "ab".repeat(32) + "\r\n";
  }
}
