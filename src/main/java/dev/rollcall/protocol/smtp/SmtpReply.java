package dev.rollcall.protocol.smtp;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A reply of RFC 5321 §4.2.
 *
 * @param code 200 to 599
 * @param lines the text after the code, one a line; from the server, at least one
 * @param quotes makes the text safe to quote
 */
record SmtpReply(int code, List<String> lines, Quotes quotes) {
  private static final Pattern NAME =
      Pattern.compile(
          "(helo|ehlo) (command rejected|argument|name)"
              + "|(invalid|inconsistent|bad|unknown) (helo|ehlo|host ?name|domain ?name)"
              + "|host not found|fully[- ]qualified|does not resolve",
          Pattern.CASE_INSENSITIVE);

  /** That there is too much of something for now, in the words of real servers. */
  private static final Pattern LIMIT =
      Pattern.compile(
          "too (many|much|fast)|\\brate\\b|limit|exceed|throttl|gr[ae]y-?list|busy|overload|load"
              + " average|slow down|resources",
          Pattern.CASE_INSENSITIVE);

  /** A command in a server's words. */
  private static final Pattern MASKED = Pattern.compile("(?<![A-Za-z0-9])X{4,}(?![A-Za-z0-9])");

  SmtpReply {
    lines = List.copyOf(lines);
  }

  /** 4yz and 5yz (§4.2.1). */
  boolean negative() {
    return code >= 400;
  }

  /** 4yz (§4.2.1): it may be accepted later. */
  boolean temporary() {
    return code >= 400 && code < 500;
  }

  /** The command is unknown or not implemented (§4.2.4): an old server, or a firewall before it. */
  boolean unknownCommand() {
    return code == 500 || code == 502;
  }

  /**
   * Whether it is about this client: a rule against it (RFC 3463 §3.8: X.7.0 and X.7.1), or 550.
   */
  boolean refusesClient() {
    return code == 550 || enhanced().equals("5.7.0") || enhanced().equals("5.7.1");
  }

  /**
   * Whether the host never takes mail (RFC 7504 §3, RFC 5321 §3.1). Postfix's postscreen also sends
   * 521 to a client that it blocks, with another enhanced code than RFC 7504 or "currently".
   */
  boolean takesNoMail() {
    String text = String.join(" ", lines).toLowerCase(Locale.ROOT);
    boolean whole = enhanced().isEmpty() || enhanced().equals("5.3.2");
    return (code == 521 && whole && !text.contains("currently") && !text.contains("client"))
        || (code == 554 && text.contains("no smtp service"));
  }

  /** The fault of {@link #takesNoMail}. */
  ProbeException wrongHost() {
    return ProbeException.of(
        FaultKind.DENIED,
        "this host never takes mail: " + shown() + "; name the site's mail relay",
        Clue.WRONG_SITE_VALUE);
  }

  /** Whether it refuses EHLO for the name in it, in the words of Postfix, Exim or Sendmail. */
  boolean blamesName() {
    return lines.stream().anyMatch(line -> NAME.matcher(line).find());
  }

  /**
   * The fault of a temporary refusal: in its words or codes a missing client certificate, a rule
   * against this client (RFC 3463 §3.8: X.7.1 and above), a failure of the relay's own (451, or
   * X.3.0 and X.3.5), and otherwise a limit.
   */
  ProbeException putOff(String before) {
    String evidence = before + shown();
    String text = String.join(" ", lines);
    if (text.toLowerCase(Locale.ROOT).contains("client certificate")) {
      return ProbeException.of(FaultKind.DENIED, evidence, Clue.CLIENT_CERTIFICATE);
    }
    if (!LIMIT.matcher(text).find()) {
      if (enhanced().matches("4\\.7\\.[1-9].*")) {
        return ProbeException.denied(evidence);
      }
      if (code == 451 || enhanced().matches("4\\.3\\.[05]")) {
        return ProbeException.of(FaultKind.UNEXPECTED, evidence, Clue.SERVICE_ERROR);
      }
    }
    return ProbeException.of(FaultKind.DENIED, evidence, Clue.THROTTLED);
  }

  /** The enhanced code that the first line begins with (RFC 2034); empty if there is none. */
  String enhanced() {
    String first = lines.get(0).split(" ", 2)[0];
    return first.matches("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}") ? first : "";
  }

  /** The codes and what else the first line says, safe to quote. */
  String shown() {
    String text = lines.get(0).substring(enhanced().length()).strip();
    return Stream.of(Integer.toString(code), enhanced(), quotes.text(text))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** The parameters of an extension that an EHLO reply offers; empty if it does not. */
  Optional<String> extension(String keyword) {
    // AUTH=LOGIN is an old form, for old clients. Some servers send it as well, and with less.
    return parameters(keyword, ' ').or(() -> parameters(keyword, '='));
  }

  private Optional<String> parameters(String keyword, char after) {
    List<String> found =
        lines.stream()
            .skip(1)
            .map(line -> line.strip().toUpperCase(Locale.ROOT) + " ")
            .filter(line -> line.startsWith(keyword + after))
            .map(line -> line.substring(keyword.length()).replace('=', ' ').strip())
            .toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", found).strip());
  }

  /** The keywords that an EHLO reply offers, sorted, safe to quote. */
  String extensions() {
    List<String> words =
        lines.stream().skip(1).map(line -> line.strip().split("[ =]", 2)[0]).sorted().toList();
    return quotes.text(String.join(" ", words));
  }

  /** The mechanisms of an extension's parameters, sorted, safe to quote. */
  String sorted(String mechanisms) {
    return quotes.text(
        Arrays.stream(mechanisms.split(" +")).distinct().sorted().collect(Collectors.joining(" ")));
  }

  /**
   * Whether a firewall has overwritten letters. Cisco's SMTP inspection leaves of a greeting only
   * asterisks and some digits, and replaces the letters of an extension by X, and those of a
   * command, which the server then quotes.
   */
  boolean overwritten() {
    return lines.stream().allMatch(line -> line.contains("******") && line.matches("[*0-9 ]*"))
        || lines.stream().anyMatch(line -> line.matches("(?s)X{4,}[A-D]?( .*)?"))
        || (negative() && lines.stream().anyMatch(line -> MASKED.matcher(line).find()));
  }
}
