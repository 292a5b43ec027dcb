package dev.rollcall.probe;

import dev.rollcall.model.fault.Clue;
import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.model.path.Target;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.probe.quote.Quotes;
import dev.rollcall.text.HostNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** HTTP's CONNECT (RFC 9110 §9.3.6), and what a proxy's refusals mean. */
public final class ProxyTunnel {
  /** As wide as for every other HTTP head. */
  private static final int LINE = 128 << 10;

  private static final int LINES = 10_000;
  private static final int HEAD = 512 << 10;
  private static final int INTERIM = 8;

  /** What proxies say in a reason phrase of a name that they do not find, or a host not reached. */
  private static final Pattern NOT_REACHED =
      Pattern.compile(
          "\\b(?:domain|host|hostname|dns|resol\\w{1,9}|connect\\w{0,9}|forward\\w{0,9})\\b",
          Pattern.CASE_INSENSITIVE);

  private static final String CHALLENGE = "Proxy-Authenticate:";
  private static final String LOCATION = "Location:";

  private ProxyTunnel() {}

  /**
   * Has the proxy open a way to the target, with credentials if it asks for them.
   *
   * @return the connection that leads to the target
   */
  static Connection open(Session session, Connection proxy, Target target)
      throws IOException, ProbeException {
    String authority = HostNames.authority(target.host()) + ":" + target.port().number();
    ProxyLogin.Reply<Opened> reply = ask(proxy, authority, "");
    Opened opened = reply.answer();
    if (reply.status() == 407 && session.proxy().access().isPresent()) {
      opened =
          new ProxyLogin(session)
              .again(
                  reply.challenges(),
                  "CONNECT",
                  authority,
                  authorization ->
                      ask(
                          session.dialHop(),
                          authority,
                          "Proxy-Authorization: " + authorization + "\r\n"));
    }
    if (opened.head().status() / 100 != 2) {
      throw new ProbeException(refusal(opened, session.quotes()));
    }
    return opened.connection();
  }

  /** What an answer other than 2xx means. */
  private static Fault refusal(Opened opened, Quotes quotes) {
    Head answer = opened.head();
    String said = "the proxy answered CONNECT with " + answer.line();
    if (notReached(answer.status(), answer.line())) {
      return unreachable(answer.line());
    }
    return switch (answer.status()) {
      // RFC 9110 §9.3.6: most origin servers do not implement CONNECT.
      case 404, 405, 501 ->
          new Fault(
              Phase.PROXY,
              answer.status() == 405 ? FaultKind.DENIED : FaultKind.UNEXPECTED,
              said + ", as a web server does that is no proxy",
              Clue.WRONG_SITE_VALUE);
      // RFC 6585 §6; a portal redirects whatever it is asked for.
      case 301, 302, 303, 307, 308, 511 ->
          new Fault(
              Phase.PROXY,
              FaultKind.BLOCK_PAGE,
              said
                  + answer.location().map(to -> ", to " + quotes.text(to)).orElse("")
                  + ", as a login portal or a filter does");
      default ->
          fault(answer.status(), answer.line(), answer.challenges())
              .orElseGet(() -> new Fault(Phase.PROXY, FaultKind.UNEXPECTED, said));
    };
  }

  /** An answer to CONNECT. */
  private record Opened(Connection connection, Head head) {}

  /**
   * What matters here of a head.
   *
   * @param line the status line, safe to quote
   * @param challenges the values of Proxy-Authenticate, as they came
   * @param location where it redirects to, as it came
   */
  private record Head(int status, String line, List<String> challenges, Optional<String> location) {
    /** RFC 9110 §15.2: another answer follows. */
    boolean interim() {
      return status / 100 == 1 && status != 101;
    }
  }

  private static ProxyLogin.Reply<Opened> ask(Connection proxy, String authority, String more)
      throws IOException, ProbeException {
    proxy.write(
        ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + more + "\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    Heads heads = new Heads(proxy);
    Head head = heads.next();
    for (int seen = 0; head.interim(); seen++) {
      if (seen == INTERIM) {
        throw new ProbeException(
            new Fault(
                Phase.PROXY,
                FaultKind.MALFORMED,
                "the proxy answers CONNECT with interim answers without an end"));
      }
      head = heads.next();
    }
    return new ProxyLogin.Reply<>(head.status(), head.challenges(), new Opened(proxy, head));
  }

  /** Reads heads, which are bounded together. */
  private static final class Heads {
    private final Connection proxy;
    private int size;
    private int lines;

    Heads(Connection proxy) {
      this.proxy = proxy;
    }

    /** Reads one to its end, and not a byte more. */
    Head next() throws IOException, ProbeException {
      String status = line();
      if (!status.matches("(?s)HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
        throw new ProbeException(
            new Fault(
                Phase.PROXY,
                FaultKind.MALFORMED,
                "the proxy's answer to CONNECT is not HTTP: " + proxy.quotes().text(status)));
      }
      List<String> challenges = new ArrayList<>();
      Optional<String> location = Optional.empty();
      String line = line();
      while (!line.isEmpty()) {
        StringBuilder field = new StringBuilder(line);
        for (line = line(); isFolded(line); line = line()) {
          // RFC 9112 §5.2.
          field.append(' ').append(line.strip());
        }
        value(field.toString(), CHALLENGE).ifPresent(challenges::add);
        location = location.isPresent() ? location : value(field.toString(), LOCATION);
      }
      return new Head(
          Integer.parseInt(status.substring(9, 12)),
          status.substring(0, 12) + proxy.quotes().text(status.substring(12)),
          challenges,
          location);
    }

    private String line() throws IOException, ProbeException {
      String line = proxy.readLine(LINE);
      size += line.length();
      lines++;
      if (lines > LINES || size > HEAD) {
        throw new ProbeException(
            new Fault(
                Phase.PROXY,
                FaultKind.UNEXPECTED,
                "the head of the proxy's answer is larger than any client reads"));
      }
      return line;
    }

    private static boolean isFolded(String line) {
      return line.startsWith(" ") || line.startsWith("\t");
    }
  }

  private static Optional<String> value(String field, String name) {
    return field.regionMatches(true, 0, name, 0, name.length())
        ? Optional.of(field.substring(name.length()).strip())
        : Optional.empty();
  }

  /**
   * The fault of phase PROXY that a status from a proxy stands for (RFC 9110 §15); empty for a
   * status that says nothing of the proxy.
   *
   * @param line the status line, safe to quote
   * @param challenges the values of Proxy-Authenticate
   */
  public static Optional<Fault> fault(int status, String line, List<String> challenges) {
    return switch (status) {
      case 407 -> Optional.of(ProxyLogin.asked("the proxy", line, challenges));
      case 429 ->
          Optional.of(
              new Fault(
                  Phase.PROXY,
                  FaultKind.DENIED,
                  "the proxy refuses for now, as it gets too many requests: " + line,
                  Clue.THROTTLED));
      case 403, 401, 405 ->
          Optional.of(
              new Fault(
                  Phase.PROXY, FaultKind.DENIED, "the proxy forbids the destination: " + line));
      // Some proxies answer 500 where others answer 502.
      case 500, 502, 503 -> Optional.of(unreachable(line));
      case 504 ->
          Optional.of(
              new Fault(
                  Phase.PROXY,
                  FaultKind.TIMED_OUT,
                  "the proxy had no answer from the destination: " + line));
      default -> notReached(status, line) ? Optional.of(unreachable(line)) : Optional.empty();
    };
  }

  /**
   * Whether the reason phrase says that a proxy did not find the destination's name, or did not
   * reach it: Privoxy has {@code 404 No such domain} and {@code 503 Connect failed}. A web server's
   * own phrases for these statuses (RFC 9110 §15) say nothing of the kind.
   */
  public static boolean notReached(int status, String reason) {
    return (status == 404 || status == 503) && NOT_REACHED.matcher(reason).find();
  }

  private static Fault unreachable(String line) {
    return new Fault(
        Phase.PROXY, FaultKind.UNREACHABLE, "the proxy cannot reach the destination: " + line);
  }
}
