package dev.rollcall.protocol.smtp;

import dev.rollcall.model.Concern;
import dev.rollcall.model.Transport;
import dev.rollcall.probe.Connection;
import dev.rollcall.probe.ProbeException;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.Text;
import dev.rollcall.probe.answer.Mark;
import dev.rollcall.probe.answer.StandIn;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Greets a mail relay, secures the connection, looks for a login, and leaves; sends no mail. */
public final class SmtpProtocol implements Protocol<SmtpSettings> {
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  @Override
  public String name() {
    return "smtp";
  }

  @Override
  public Class<SmtpSettings> settings() {
    return SmtpSettings.class;
  }

  @Override
  public String sends() {
    return "EHLO, STARTTLS, a TLS handshake, EHLO again and QUIT; the relay's greeting, its"
        + " certificate and its offer of a login prove it. No login, no mail.";
  }

  @Override
  public void probe(Session session, SmtpSettings settings) throws ProbeException, IOException {
    Connection connection = session.dial();
    if (settings.tls() == SmtpSettings.Tls.IMPLICIT) {
      connection = connection.startTls();
    }
    Replies replies = new Replies(connection);
    Reply greeting = replies.read();
    greeted(session, greeting);
    String name = literal(connection.socket().getLocalAddress());
    Reply offer = hello(replies, name);
    if (settings.tls() == SmtpSettings.Tls.STARTTLS) {
      connection = secure(session, connection, replies, offer);
      replies = new Replies(connection);
      offer = hello(replies, name);
    }
    session.observe("smtp.extensions", offer.extensions());
    login(session, settings.auth(), offer);
    if (Mark.in(greeting.lines().get(0))) {
      session.standIn("the greeting");
      prove(session, replies);
    }
    leave(connection);
  }

  @Override
  public StandIn standIn(Transport transport, List<SmtpSettings> rules) {
    return new SmtpStandIn(rules);
  }

  /** Puts the challenge to a stand-in, after TLS, whose certificate the proof vouches for. */
  private static void prove(Session session, Replies replies) throws IOException, ProbeException {
    Optional<byte[]> challenge = session.challenge();
    if (challenge.isPresent()) {
      Challenge.proof(replies.ask(Challenge.command(challenge.get()))).ifPresent(session::proof);
    }
  }

  private static void greeted(Session session, Reply greeting) throws ProbeException {
    if (greeting.negative()) {
      throw ProbeException.denied("the relay does not serve us: " + greeting.shown());
    }
    if (greeting.code() != 220) {
      throw ProbeException.unexpected("the relay greets with " + greeting.shown());
    }
    String host = greeting.lines().get(0).strip().split(" ", 2)[0];
    session.observe("smtp.host", host);
  }

  private static Reply hello(Replies replies, String name) throws IOException, ProbeException {
    Reply offer = replies.ask("EHLO " + name);
    // 502 and 500: an old server, or a firewall that does not let the command through (§4.2.4).
    if (offer.code() == 500 || offer.code() == 502) {
      throw ProbeException.unexpected(
          "the relay, or a firewall before it, does not know EHLO: " + offer.shown());
    }
    if (offer.negative()) {
      throw ProbeException.denied("the relay refuses our EHLO: " + offer.shown());
    }
    if (offer.code() != 250) {
      throw ProbeException.unexpected("the relay answers EHLO with " + offer.shown());
    }
    return offer;
  }

  private static Connection secure(
      Session session, Connection connection, Replies replies, Reply offer)
      throws IOException, ProbeException {
    if (offer.extension("STARTTLS").isEmpty()) {
      throw ProbeException.unexpected(
          "STARTTLS is not offered (offered: "
              + offer.extensions()
              + ")"
              + (offer.overwritten()
                  ? "; letters are overwritten: a firewall on the path inspects SMTP and hides it"
                  : ""));
    }
    Reply ready = replies.ask("STARTTLS");
    if (ready.negative()) {
      throw ProbeException.denied("STARTTLS is offered and then refused: " + ready.shown());
    }
    if (ready.code() != 220) {
      throw ProbeException.unexpected("the relay answers STARTTLS with " + ready.shown());
    }
    injected(session, connection);
    return connection.startTls();
  }

  /** What stands behind the answer was not sent through TLS, and must not be taken for it. */
  private static void injected(Session session, Connection connection) throws IOException {
    int count = Math.min(connection.in().available(), 4096);
    if (count > 0) {
      byte[] text = connection.read(count);
      session.concern(
          Concern.Kind.SERVER_CONFIGURATION,
          "plain text was injected behind the answer to STARTTLS, and was discarded: "
              + Text.dump(text));
    }
  }

  private static void login(Session session, SmtpSettings.Auth wanted, Reply offer)
      throws ProbeException {
    if (wanted == SmtpSettings.Auth.NONE) {
      return;
    }
    Optional<String> mechanisms = offer.extension("AUTH");
    mechanisms.ifPresent(words -> session.observe("smtp.auth", sorted(words)));
    if (mechanisms.isEmpty() && wanted == SmtpSettings.Auth.REQUIRED) {
      throw ProbeException.unexpected(
          "no login (AUTH) is offered (offered: " + offer.extensions() + ")");
    }
  }

  private static String sorted(String words) {
    return Arrays.stream(words.split(" +")).sorted().collect(Collectors.joining(" "));
  }

  /** Nothing hangs on the answer: everything is proven. */
  private static void leave(Connection connection) throws IOException {
    connection.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
    connection.await(FAREWELL);
  }

  /** An address literal (RFC 5321 §4.1.3): right for a client without a name of its own. */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address
        ? "[IPv6:" + text.replaceFirst("%.*", "") + "]"
        : "[" + text + "]";
  }
}
