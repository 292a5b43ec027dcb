package dev.rollcall.protocol.smtp;

import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A relay that accepts no mail. It offers only SCRAM (RFC 5802), whose first message has no
 * password, so that a correct client never sends one; every AUTH is refused, and neither it nor its
 * continuation is read.
 */
final class SmtpStandIn implements StandIn.Streams {
  /** RFC 5321 §4.5.3.1.4; a longer line is discarded and refused. */
  private static final int LONGEST = 512;

  private final boolean implicit;
  private final boolean startTls;
  private final boolean plain;
  private final boolean auth;

  /**
   * @throws IllegalArgumentException if one rule needs TLS from the first byte and another does not
   */
  SmtpStandIn(List<SmtpSettings> rules) {
    implicit = anyUses(rules, SmtpSettings.Tls.IMPLICIT);
    startTls = anyUses(rules, SmtpSettings.Tls.STARTTLS);
    plain = anyUses(rules, SmtpSettings.Tls.NONE);
    auth = rules.stream().anyMatch(rule -> rule.auth() != SmtpSettings.Auth.NONE);
    if (implicit && (startTls || plain)) {
      throw new IllegalArgumentException(
          "one port cannot begin with TLS for one rule and without it for another");
    }
  }

  private static boolean anyUses(List<SmtpSettings> rules, SmtpSettings.Tls tls) {
    return rules.stream().anyMatch(rule -> rule.tls() == tls);
  }

  @Override
  public void serve(Caller caller) throws IOException {
    Talk talk = new Talk(implicit ? caller.startTls() : caller, implicit);
    talk.reply("220 " + caller.identity().host() + " ESMTP");
    talk.hold();
  }

  /** One caller's conversation. */
  private final class Talk {
    private Caller caller;
    private boolean secured;

    Talk(Caller caller, boolean secured) {
      this.caller = caller;
      this.secured = secured;
    }

    void reply(String text) throws IOException {
      send(text + " " + StandInMark.TEXT);
    }

    private void send(String lines) throws IOException {
      caller.write((lines + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    void hold() throws IOException {
      boolean more = true;
      while (more) {
        Optional<String> line = line(caller.in());
        if (line.isEmpty()) {
          reply("500 5.5.2 line too long:");
        } else {
          more = answer(line.get());
        }
      }
    }

    /** Whether the caller stays connected. */
    private boolean answer(String line) throws IOException {
      String[] words = line.strip().split(" +", 2);
      String argument = words.length > 1 ? words[1] : "";
      switch (words[0].toUpperCase(Locale.ROOT)) {
        case "EHLO" -> ehlo(argument);
        case "HELO" -> {
          caller.saw("smtp.hello", argument);
          reply("250 " + caller.identity().host());
        }
        case "STARTTLS" -> startTls();
        case "AUTH" -> reply("535 5.7.8 no login is possible here, no credentials were stored:");
        case "MAIL" -> reply("550 5.7.1 no mail is accepted here:");
        case "RCPT", "DATA", "BDAT" -> reply("503 5.5.1 no mail is accepted here:");
        case "NOOP" -> reply("250 " + proof(argument).orElse("2.0.0 nothing done:"));
        case "RSET" -> reply("250 2.0.0 nothing to reset:");
        case "VRFY", "EXPN" -> reply("502 5.5.1 no users are known here:");
        case "HELP" -> reply("214 2.0.0 the path is open, the real server does not exist yet:");
        case "QUIT" -> {
          reply("221 2.0.0 goodbye:");
          return false;
        }
        default -> reply("500 5.5.1 not understood:");
      }
      return true;
    }

    private void ehlo(String name) throws IOException {
      caller.saw("smtp.hello", name);
      StringBuilder offer =
          new StringBuilder("250-" + caller.identity().host() + " " + StandInMark.TEXT);
      if (startTls && !secured) {
        offer.append("\r\n250-STARTTLS");
      }
      if (auth && (secured || plain)) {
        offer.append("\r\n250-AUTH SCRAM-SHA-256");
      }
      send(offer + "\r\n250-ENHANCEDSTATUSCODES\r\n250 HELP");
    }

    private void startTls() throws IOException {
      if (secured) {
        reply("503 5.5.1 TLS is on already:");
      } else if (!startTls) {
        reply("502 5.5.1 no TLS here:");
      } else {
        // Bytes sent in clear must not be read as if they came through TLS.
        caller.in().skipNBytes(caller.in().available());
        reply("220 2.0.0 go ahead:");
        caller = caller.startTls();
        secured = true;
      }
    }

    private Optional<String> proof(String argument) {
      StandInIdentity identity = caller.identity();
      return Challenge.of(argument)
          .flatMap(challenge -> identity.proof(challenge, secured))
          .map(proof -> Challenge.ANSWER + " " + HexFormat.of().formatHex(proof));
    }
  }

  /** The next line, in ASCII, without its end; empty if it is too long. */
  private static Optional<String> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      if (line.size() <= LONGEST) {
        line.write(next);
      }
    }
    return line.size() > LONGEST
        ? Optional.empty()
        : Optional.of(line.toString(StandardCharsets.ISO_8859_1));
  }
}
