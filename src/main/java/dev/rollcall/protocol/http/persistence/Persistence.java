package dev.rollcall.protocol.http.persistence;

import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.attempt.Outcome;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.protocol.http.HttpSettings;
import dev.rollcall.protocol.http.HttpSettings.Identify;
import dev.rollcall.protocol.http.HttpSettings.Otherwise;
import dev.rollcall.protocol.http.HttpSettings.Redirect;
import dev.rollcall.protocol.http.Question;
import dev.rollcall.protocol.http.SecuredConnection;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Content;
import dev.rollcall.protocol.http.message.Cookies;
import dev.rollcall.protocol.http.message.Scheme;
import dev.rollcall.protocol.http.message.Wire;
import dev.rollcall.protocol.http.persistence.PersistenceSettings.Mode;
import dev.rollcall.text.Counted;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * One proof of persistence, in one session. It passes only on evidence that names a server of the
 * site in every answer; everything less is undecided, and two servers where there must be one are a
 * fault.
 */
public final class Persistence {
  /** The longest evidence. */
  private static final int LIMIT = 600;

  /** How many new clients get a cookie. With three servers, chance leads all home once in 81. */
  private static final int CLIENTS = 4;

  private final Session session;
  private final PersistenceSettings settings;
  private final PersistenceEvidence evidence;

  /** Why the visits ended early, though nothing is known to be wrong. */
  private Optional<Outcome.Gap> cut = Optional.empty();

  Persistence(Session session, PersistenceSettings settings) {
    this.session = session;
    this.settings = settings;
    this.evidence = new PersistenceEvidence(settings);
  }

  void prove() throws IOException, ProbeException {
    Optional<Outcome.Gap> open = settings.mode() == Mode.SOURCE ? bySource() : byCookie();
    if (open.isPresent()) {
      session.findings().undecided(open.get());
    }
  }

  /** Every connection of one address reaches the same server, cookies or none. */
  private Optional<Outcome.Gap> bySource() throws IOException, ProbeException {
    Visits first = visits(settings.connections(), Cookies.NONE, false);
    if (!first.settle()) {
      refuse(first, "", "");
      return cut.or(() -> kept(first));
    }
    // Other rules of the run call the balancer at the same time. Twice as many must now agree.
    Visits settled = visits(2 * settings.connections(), Cookies.NONE, false);
    if (settled.visits().isEmpty()) {
      return cut;
    }
    if (!settled.servers().keySet().equals(Set.of(first.last()))) {
      refuse(first.and(settled), "", "");
    }
    session.observe(
        new Observation.Note(
            "a client's first connections may be spread: " + first.sentence("", evidence.what())));
    return cut.or(() -> kept(settled));
  }

  /** What one answer sets leads every further connection to its server, and without it not. */
  private Optional<Outcome.Gap> byCookie() throws IOException, ProbeException {
    Visits without = visits(settings.connections(), Cookies.NONE, true);
    Map<String, Long> reached = without.servers();
    Optional<Outcome.Gap> unnamed = without.unnamed(evidence.what(), session.quotes());
    if (reached.size() < 2) {
      return cut.or(() -> unnamed).or(() -> Optional.of(sameWithout(without)));
    }
    Cookies set = without.first().cookies();
    Cookies cookies = settings.balancerCookie().map(set::only).orElse(set);
    if (cookies.isEmpty()) {
      String named = settings.balancerCookie().map(name -> "the cookie " + name).orElse("a cookie");
      throw ProbeException.unexpected(
          bounded(
              without.sentence(" without a cookie", evidence.what())
                  + "; and the answer to "
                  + settings.path()
                  + " does not set "
                  + named
                  + " by which a client could be kept"));
    }
    String names = session.quotes().names(cookies.names());
    session.observe("persistence.cookie", names);
    Visits with = visits(settings.connections(), cookies, false);
    Optional<String> home = without.first().server();
    boolean elsewhere =
        home.isPresent()
            && with.servers().keySet().stream().anyMatch(server -> !server.equals(home.get()));
    String how = " with the cookie " + names;
    refuse(with, how, elsewhere ? ", where " + home.orElse("") + " had set it" : "");
    if (home.isPresent() && cut.isEmpty()) {
      others(without);
      if (cut.isPresent()) {
        // What was asked before has been proven.
        session.observe(new Observation.Note("There was no time for all further new clients."));
        cut = Optional.empty();
      }
    }
    return cut.or(() -> home.isEmpty() ? unnamed : kept(with));
  }

  /**
   * Further new clients must come back to the server that set their cookie as well: a balancer that
   * hashes a cookie which it did not set leads one of them home by chance.
   */
  private void others(Visits without) throws IOException, ProbeException {
    int missing = Math.max(0, CLIENTS - without.visits().size());
    List<Visits.Visit> all = without.and(visits(missing, Cookies.NONE, false)).visits();
    for (Visits.Visit client : all.subList(Math.max(1, all.size() - CLIENTS + 1), all.size())) {
      Cookies cookies =
          settings.balancerCookie().map(client.cookies()::only).orElse(client.cookies());
      if (cookies.isEmpty() || client.server().isEmpty() || cut.isPresent()) {
        continue;
      }
      Visits back = visits(1, cookies, false);
      boolean elsewhere =
          back.servers().keySet().stream().anyMatch(at -> !at.equals(client.server().get()));
      refuse(
          back,
          " of a further new client, with the cookie "
              + session.quotes().names(cookies.names())
              + ",",
          elsewhere ? ", where " + client.server().get() + " had set it" : "");
    }
  }

  private Outcome.Gap sameWithout(Visits without) {
    return new Outcome.Gap(
        Counted.of(without.visits().size(), "connection")
            + " without a cookie all reached "
            + without.first().server().orElse("")
            + ", so that a cookie could prove nothing: the balancer may keep clients by their"
            + " address, or a single server may be in service",
        "put a second server in service, or set service.persistence.mode: source in the site file"
            + " if the balancer keeps clients by their address");
  }

  /** The fault of several servers, or of another one than must be. */
  private void refuse(Visits visits, String how, String instead) throws ProbeException {
    if (visits.servers().size() > 1 || !instead.isEmpty()) {
      throw ProbeException.unexpected(bounded(visits.sentence(how, evidence.what()) + instead));
    }
  }

  /** Servers go by the names that the site file has for them: there is nothing to quote in it. */
  private static String bounded(String evidence) {
    return Quotes.OPEN.upTo(LIMIT).text(evidence);
  }

  /** Keeps what was proven, or says why it proves nothing. */
  private Optional<Outcome.Gap> kept(Visits visits) {
    if (evidence.names().count() < 2) {
      return Optional.of(
          new Outcome.Gap(
              "the site file names one server only, so that nothing shows whether a client is kept",
              "name every server behind the balancer in the site file"));
    }
    Optional<Outcome.Gap> unnamed = visits.unnamed(evidence.what(), session.quotes());
    if (unnamed.isPresent()) {
      return unnamed;
    }
    session.observe("persistence.server", visits.first().server().orElse(""));
    session.observe("persistence.connections", Integer.toString(visits.visits().size()));
    session.observe("persistence.evidence", evidence.what());
    return evidence.names().oneValueOnly()
        ? Optional.of(
            new Outcome.Gap(
                "only one value is listed, which cannot tell servers apart",
                "list the value of each server (service.persistence.values in the site file)"))
        : Optional.empty();
  }

  /**
   * Connects that often, one after the other.
   *
   * @param untilTwo whether two different servers are enough
   */
  private Visits visits(int most, Cookies cookies, boolean untilTwo)
      throws IOException, ProbeException {
    List<Visits.Visit> visits = new ArrayList<>();
    while (visits.size() < most && !(untilTwo && new Visits(visits).servers().size() > 1)) {
      Duration left = session.deadline().remaining();
      try {
        visits.add(visit(cookies));
      } catch (IOException | ProbeException e) {
        Fault fault = session.fault(e);
        if (isOurs(fault, left)) {
          cut =
              Optional.of(
                  new Outcome.Gap(
                      "the time of one attempt ended after "
                          + visits.size()
                          + " of "
                          + most
                          + " connections, which all went well",
                      "give a longer --timeout"));
          break;
        }
        if (visits.isEmpty()) {
          throw e;
        }
        throw new ProbeException(
            fault.with(fault.clue(), visits.size() + " of " + most + " connections went well"), e);
      }
    }
    return new Visits(visits);
  }

  /**
   * Whether it was not this connection that took most of the time.
   *
   * @param left the time that it had
   */
  private boolean isOurs(Fault fault, Duration left) {
    return fault.kind() == FaultKind.TIMED_OUT
        && session.deadline().passed()
        && left.compareTo(session.deadline().whole().dividedBy(2)) < 0;
  }

  private Visits.Visit visit(Cookies cookies) throws IOException, ProbeException {
    Connection connection = SecuredConnection.open(session);
    SSLSocket socket = (SSLSocket) connection.socket();
    try {
      Wire wire = new Wire(socket);
      ClassicHttpRequest request = Question.request(session, asHttp(), Scheme.HTTPS);
      if (!cookies.isEmpty()) {
        request.addHeader("Cookie", cookies.header());
      }
      ClassicHttpResponse response = wire.exchange(request);
      Answer head = Question.head(session, Scheme.HTTPS, response);
      Question.recognise(session, head);
      session.observe("http.status", Integer.toString(head.status()));
      X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      Answer answer = evidence.wantsBody() ? head.withBody(body(wire, response, head)) : head;
      List<String> texts = evidence.in(answer, leaf);
      return new Visits.Visit(head.status(), texts, evidence.server(texts), Cookies.of(answer));
    } finally {
      socket.close();
    }
  }

  /** To its end or its bound: a name that is cut off could look like another one. */
  private static String body(Wire wire, ClassicHttpResponse response, Answer head)
      throws IOException, ProbeException {
    boolean bodiless = head.status() == 204 || head.status() == 304;
    return bodiless ? "" : wire.body(response, Answer.PAGE, text -> false).text();
  }

  private HttpSettings asHttp() {
    return new HttpSettings(
        settings.path(),
        List.of(),
        List.of(),
        Optional.empty(),
        Content.ANY,
        Redirect.ANY,
        443,
        List.of(),
        Identify.ANSWER,
        Otherwise.WARN);
  }
}
