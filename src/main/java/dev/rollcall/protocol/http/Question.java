package dev.rollcall.protocol.http;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Target;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.ProxyLogin;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.idle.KeptOpen;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Content;
import dev.rollcall.protocol.http.message.Likeness;
import dev.rollcall.protocol.http.message.Scheme;
import dev.rollcall.protocol.http.message.Sender;
import dev.rollcall.protocol.http.message.Wire;
import dev.rollcall.text.HostNames;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/** Asks once on an open connection, keeps what was learned, and has the answer judged. */
public final class Question {
  /** How this tool names itself; the version is the jar's. */
  static final String USER_AGENT =
      "Rollcall"
          + Optional.ofNullable(Question.class.getPackage().getImplementationVersion())
              .map(version -> "/" + version)
              .orElse("");

  /** The most of a body that a proof may take, in bytes. */
  static final int PROOF = 1 << 20;

  private Question() {}

  /** Asks, observes and judges. */
  static void ask(Session session, Connection connection, HttpSettings settings, Scheme scheme)
      throws IOException, ProbeException {
    boolean relayed = relayed(session, scheme);
    Exchange exchange = exchange(session, connection, settings, scheme, Optional.empty());
    if (relayed && exchange.head().status() == 407 && session.proxy().access().isPresent()) {
      exchange = authorized(session, exchange, settings, scheme);
    }
    Answer head = exchange.head();
    observe(session, head);
    refuse(tooLate(session, head));
    boolean standIn = recognise(session, head);
    if (relayed) {
      refuse(ProxyAnswers.of(head));
    }
    HttpJudge judge = judge(session, settings, scheme, relayed);
    refuse(judge.head(head));
    Answer answer = head.withBody(body(session, exchange, judge));
    HttpJudgement judgement = judge.whole(answer);
    if (!relayed && !standIn && !(judgement instanceof HttpJudgement.Refused)) {
      Redirects.follow(session, settings, scheme, answer);
    }
    if (judgement instanceof HttpJudgement.Identified identified && !standIn) {
      session.observe("http.identified", identified.by());
      Redirects.note(session, answer);
    } else if (judgement instanceof HttpJudgement.Unidentified unidentified) {
      // The sender of a stand-in's answer is in no doubt.
      if (!standIn || !unidentified.met()) {
        session.concern(
            Concern.Kind.NOT_IDENTIFIED, "answered, not identified: " + unidentified.why());
        Likeness.of(answer).ifPresent(digest -> session.observe(Likeness.FACT, digest));
      }
    } else if (judgement instanceof HttpJudgement.Refused refused) {
      throw new ProbeException(refused.fault());
    }
    if (settings.content() == Content.METALINK && Content.METALINK.provenBy(answer.body())) {
      session.observe(
          new Observation.Note(
              "The metalink sends on to mirrors of third parties, which the table does not open:"
                  + " fetching packages from them needs rules of their own."));
    }
  }

  /** Asks for the head alone, on a connection that stays open for the next such question. */
  static KeptOpen keepOpen(
      Session session, Connection connection, HttpSettings settings, Scheme scheme)
      throws IOException, ProbeException {
    KeptOpen.Question question = () -> askHead(session, connection, settings, scheme);
    question.ask();
    return new KeptOpen(connection::await, connection.in(), question);
  }

  private static void askHead(
      Session session, Connection connection, HttpSettings settings, Scheme scheme)
      throws IOException, ProbeException {
    ClassicHttpRequest full = request(session, settings, scheme);
    BasicClassicHttpRequest head = new BasicClassicHttpRequest("HEAD", "/");
    head.setPath(full.getPath());
    head.setHeaders(full.getHeaders());
    head.setHeader("Connection", "keep-alive");
    response(session, new Wire(connection.socket()), head, relayed(session, scheme));
  }

  /** Whether a proxy passes the request on, and so is the only peer of the connection. */
  private static boolean relayed(Session session, Scheme scheme) {
    return session.viaProxy() && scheme == Scheme.HTTP;
  }

  /** Until a head came, nothing tells a relaying proxy's destination from the proxy itself. */
  private static ClassicHttpResponse response(
      Session session, Wire wire, ClassicHttpRequest request, boolean relayed)
      throws IOException, ProbeException {
    if (!relayed) {
      return wire.exchange(request);
    }
    session.enter(Phase.PROXY);
    try {
      ClassicHttpResponse response = wire.exchange(request);
      session.enter(Phase.EXCHANGE);
      return response;
    } catch (ProbeException e) {
      throw e.kind() == FaultKind.MALFORMED ? e.in(Phase.PROXY) : e;
    }
  }

  /** A request that was answered; the body is yet to come. */
  private record Exchange(Wire wire, ClassicHttpResponse response, Answer head) {}

  private static Exchange exchange(
      Session session,
      Connection connection,
      HttpSettings settings,
      Scheme scheme,
      Optional<String> authorization)
      throws IOException, ProbeException {
    Wire wire = new Wire(connection.socket());
    ClassicHttpRequest request = request(session, settings, scheme);
    authorization.ifPresent(value -> request.addHeader("Proxy-Authorization", value));
    ClassicHttpResponse response = response(session, wire, request, relayed(session, scheme));
    return new Exchange(wire, response, head(session, scheme, response));
  }

  /** Asks again, with the proxy's credentials. */
  private static Exchange authorized(
      Session session, Exchange refused, HttpSettings settings, Scheme scheme)
      throws IOException, ProbeException {
    return new ProxyLogin(session)
        .again(
            challenges(refused),
            "GET",
            request(session, settings, scheme).getPath(),
            authorization -> {
              Exchange next =
                  exchange(
                      session, session.dialHop(), settings, scheme, Optional.of(authorization));
              return new ProxyLogin.Reply<>(next.head().status(), challenges(next), next);
            });
  }

  private static List<String> challenges(Exchange exchange) {
    return exchange.head().values("Proxy-Authenticate").toList();
  }

  private static HttpJudge judge(
      Session session, HttpSettings settings, Scheme scheme, boolean relayed) {
    return new HttpJudge(settings, Sender.of(session, scheme), session.tls().external(), relayed);
  }

  /** Status and headers; the body is yet to come. */
  public static Answer head(Session session, Scheme scheme, ClassicHttpResponse response) {
    return new Answer(
        scheme,
        session.target(),
        response.getCode(),
        Optional.ofNullable(response.getReasonPhrase()).orElse(""),
        Arrays.stream(response.getHeaders())
            .map(h -> new Answer.Field(h.getName(), h.getValue() == null ? "" : h.getValue()))
            .toList(),
        "",
        session.quotes());
  }

  public static ClassicHttpRequest request(Session session, HttpSettings settings, Scheme scheme) {
    Target target = session.target();
    String host = HostNames.authority(target.host());
    int port = target.port().number();
    String authority = port == scheme.usualPort() ? host : host + ":" + port;
    boolean absolute = relayed(session, scheme);
    BasicClassicHttpRequest request = new BasicClassicHttpRequest("GET", "/");
    // Set, not constructed: the constructor would take it apart and lose what looks like a host.
    request.setPath(absolute ? "http://" + authority + settings.path() : settings.path());
    request.addHeader("Host", authority);
    request.addHeader("User-Agent", USER_AGENT);
    request.addHeader("Accept", "*/*");
    request.addHeader("Accept-Encoding", "identity");
    request.addHeader("Connection", "close");
    session
        .standIn()
        .challenge()
        .ifPresent(bytes -> request.addHeader(HttpStandIn.CHALLENGE, SharedKey.hex(bytes)));
    return request;
  }

  /** Whether a stand-in answered; what it proves is handed on. */
  public static boolean recognise(Session session, Answer head) {
    if (head.header("Server").filter(StandInMark::in).isEmpty()) {
      return false;
    }
    session.standIn().seen("the Server header");
    head.header(HttpStandIn.PROOF).flatMap(SharedKey::bytes).ifPresent(session.standIn()::proof);
    head.header(HttpStandIn.PLAIN_PROOF)
        .flatMap(SharedKey::bytes)
        .ifPresent(session.standIn()::plainProof);
    return true;
  }

  private static void observe(Session session, Answer head) {
    session.observe("http.status", Integer.toString(head.status()));
    for (String name : List.of("Server", "Location", "Content-Type", "Via")) {
      head.header(name)
          .ifPresent(
              text ->
                  session.observe(
                      "http." + name.toLowerCase(Locale.ROOT), session.quotes().name(text)));
    }
  }

  /** The part of the body that the judgement needs, which is often none. */
  private static String body(Session session, Exchange exchange, HttpJudge judge)
      throws IOException, ProbeException {
    Answer head = exchange.head();
    int most = judge.wanted(head);
    if (most == 0) {
      return "";
    }
    Wire.Body body =
        exchange.wire().body(exchange.response(), most, text -> judge.enough(head.withBody(text)));
    if (body.whole()) {
      session.observe("http.body-bytes", Integer.toString(body.text().length()));
    }
    return body.text();
  }

  /** What a server says that no longer waits for a request, and closes: RFC 9110 §15.5.9. */
  private static Optional<Fault> tooLate(Session session, Answer head) {
    return head.status() == 408 && session.budget().lateness().late()
        ? Optional.of(
            new Fault(
                Phase.EXCHANGE, FaultKind.CLOSED, "HTTP 408: the server no longer waited for us"))
        : Optional.empty();
  }

  private static void refuse(Optional<Fault> fault) throws ProbeException {
    if (fault.isPresent()) {
      throw new ProbeException(fault.get());
    }
  }
}
