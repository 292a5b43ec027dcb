package dev.rollcall.protocol.smtp;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.attempt.Observation;
import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.GreetingWait;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.net.LocalNetwork;
import dev.rollcall.text.Times;
import java.io.EOFException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends EHLO (RFC 5321 §4.1.1.1) as the product would: with this host's name. If a relay refuses
 * it, tries other names, the address literal, and at last HELO (§3.2).
 */
final class EhloName {
  private static final int MOST_NAMES = 3;

  /** The relay closes the connection (RFC 5321 §3.8). */
  private static final int CLOSING = 421;

  private static final String FOR_NOW = "the relay refuses our EHLO for now: ";
  private static final String NAME =
      "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*";

  private final Session session;

  /**
   * One for all its questions: a relay that is slow to each of them is not waited for each time.
   */
  private final GreetingWait patience;

  private List<String> names;

  /** Whether it was said that the relay is slow. */
  private boolean late;

  private EhloName(Session session, List<String> names) {
    this.session = session;
    this.patience = new GreetingWait(session, "answer");
    this.names = names;
  }

  /**
   * @param configured this host's name, as the site file has it
   * @param local the address that the relay sees, unless it is translated on the way
   */
  static EhloName of(Session session, Optional<String> configured, InetAddress local) {
    return new EhloName(session, names(configured, LocalNetwork.hostName(), local));
  }

  /**
   * The names to try, in this order: the site file's, this host's own if it is a full one, the
   * address literal, this host's short name.
   */
  static List<String> names(Optional<String> configured, Optional<String> own, InetAddress local) {
    Set<String> names = new LinkedHashSet<>();
    configured.filter(EhloName::isName).ifPresent(names::add);
    own.filter(EhloName::isName).filter(name -> name.indexOf('.') > 0).ifPresent(names::add);
    names.add(literal(local));
    own.filter(EhloName::isName).ifPresent(names::add);
    return names.stream().limit(MOST_NAMES).toList();
  }

  /** Leaves out plain addresses and names such as localhost. */
  private static boolean isName(String text) {
    return text.matches(NAME) && !text.matches("[0-9.]+|(?i)localhost([.].*)?");
  }

  /** RFC 5321 §4.1.3. */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address
        ? "[IPv6:" + text.replaceFirst("%.*", "") + "]"
        : "[" + text + "]";
  }

  /**
   * The relay's extensions. The accepted name is used again after STARTTLS.
   *
   * @throws ProbeException if it accepts nothing
   */
  SmtpReply say(SmtpReplies replies) throws IOException, ProbeException {
    String first = names.get(0);
    Optional<SmtpReply> refusal = Optional.empty();
    for (String name : names) {
      SmtpReply offer =
          refusal.isEmpty()
              ? ask(replies, "EHLO " + name)
              : again(replies, "EHLO " + name, refusal.get());
      if (offer.code() == 250) {
        if (refusal.isPresent()) {
          concern(
              "refuses \"EHLO "
                  + first
                  + "\" ("
                  + refusal.get().shown()
                  + ") and accepts \"EHLO "
                  + name
                  + "\"");
        }
        names = List.of(name);
        return offer;
      }
      if (!offer.negative()) {
        throw ProbeException.unexpected("the relay answers EHLO with " + offer.shown());
      }
      if (offer.code() == CLOSING) {
        throw offer.putOff(FOR_NOW);
      }
      refusal = refusal.or(() -> Optional.of(offer));
      if (offer.unknownCommand()) {
        break;
      }
    }
    return old(replies, first, refusal.orElseThrow());
  }

  /**
   * Another try. Some relays refuse the first, and then close or are silent: what was said is the
   * answer.
   */
  private SmtpReply again(SmtpReplies replies, String command, SmtpReply refusal)
      throws IOException, ProbeException {
    try {
      return ask(replies, command);
    } catch (EOFException | SocketException e) {
      throw refused(replies, refusal, refusal.shown() + ", and then it hangs up");
    } catch (SocketTimeoutException e) {
      throw refused(replies, refusal, refusal.shown() + ", and then it does not answer");
    }
  }

  /**
   * Some relays look the client up, or pause against spammers, only now. Once patience is shorter
   * than the time of any other answer, that time counts.
   */
  private SmtpReply ask(SmtpReplies replies, String command) throws IOException, ProbeException {
    Duration before = patience.waited();
    boolean patient = patience.left().compareTo(session.deadline().remaining()) >= 0;
    SmtpReply reply =
        replies.ask(
            command,
            connection -> {
              if (patient && !patience.patiently(connection)) {
                throw new SocketTimeoutException("no whole answer to " + command);
              }
            });
    Duration usual = session.deadline().whole();
    if (!late && patience.waited().minus(before).compareTo(usual) > 0) {
      late = true;
      session.observe(
          new Observation.Note(
              "the relay takes more than "
                  + Times.seconds(usual.truncatedTo(ChronoUnit.MILLIS))
                  + " s to answer EHLO (a pause against spammers, a slow look-up): clients that"
                  + " wait less give up"));
    }
    return reply;
  }

  /** HELO, which has no extensions: no STARTTLS, no login. */
  private SmtpReply old(SmtpReplies replies, String name, SmtpReply refusal)
      throws IOException, ProbeException {
    SmtpReply answer = again(replies, "HELO " + name, refusal);
    if (answer.code() == 250) {
      concern("refuses EHLO (" + refusal.shown() + ") and accepts HELO, which offers nothing");
      return answer;
    }
    throw refused(replies, refusal, refusal.shown() + "; HELO: " + answer.shown());
  }

  private ProbeException refused(SmtpReplies replies, SmtpReply refusal, String said) {
    if (refusal.unknownCommand()) {
      return replies.unexpected("the relay, or a firewall before it, does not know EHLO: " + said);
    }
    if (refusal.takesNoMail()) {
      return refusal.wrongHost();
    }
    if (refusal.blamesName()) {
      return unknown(names.get(0), refusal);
    }
    return refusal.temporary()
        ? refusal.putOff(FOR_NOW)
        : ProbeException.denied("the relay refuses our EHLO: " + said);
  }

  /** Postfix's reject_unknown_helo_hostname, for one, answers 450. */
  private static ProbeException unknown(String name, SmtpReply refusal) {
    return ProbeException.of(
        FaultKind.DENIED,
        "the relay accepts none of this host's names in EHLO: "
            + refusal.shown()
            + (isName(name)
                ? "; publish " + name + " in DNS, or give another name"
                : "; give a name")
            + " of this host that is in DNS (self in the site file, or the rule's hello)",
        Clue.WRONG_SITE_VALUE);
  }

  private void concern(String what) {
    session.concern(Concern.Kind.SERVER_CONFIGURATION, "the relay " + what);
  }
}
