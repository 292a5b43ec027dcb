package dev.rollcall.protocol.tcp;

import dev.rollcall.model.VisitFacts;
import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Answers one HTTP request, inside TLS if the caller starts with a handshake. */
final class TcpStandIn implements StandIn.Streams {
  static final VisitFacts FACTS = new VisitFacts("http.request", "http.user-agent", "", "");

  /** What the asker challenges with, in hexadecimal. */
  static final String CHALLENGE = "Rollcall-Challenge";

  static final String PROOF = "Rollcall-Proof";

  private static final int HANDSHAKE = 22;
  private static final int LONGEST = 8 << 10;
  private static final int LINES = 100;

  @Override
  public void serve(Caller connected) throws IOException {
    InputStream in = connected.in();
    in.mark(1);
    int first = in.read();
    if (first < 0) {
      return;
    }
    in.reset();
    boolean tls = first == HANDSHAKE;
    Caller caller = tls ? connected.startTls() : connected;
    Optional<byte[]> challenge = request(caller);
    StringBuilder answer = new StringBuilder("HTTP/1.1 200 \r\nServer: ");
    answer.append(StandInMark.TEXT).append("\r\n");
    challenge
        .flatMap(bytes -> caller.identity().proof(bytes, tls))
        .ifPresent(
            proof -> answer.append(PROOF).append(": ").append(SharedKey.hex(proof)).append("\r\n"));
    answer.append("Content-Type: text/plain\r\nConnection: close\r\nContent-Length: ");
    answer
        .append(StandInMark.TEXT.length() + 1)
        .append("\r\n\r\n")
        .append(StandInMark.TEXT)
        .append('\n');
    caller.write(answer.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads a request's header, and returns the challenge in it. */
  private static Optional<byte[]> request(Caller caller) throws IOException {
    Optional<byte[]> challenge = Optional.empty();
    String first = line(caller.in());
    if (!first.matches("[A-Z]{1,20} \\S+ HTTP/1\\.[01]")) {
      throw new IOException("neither HTTP nor TLS");
    }
    int query = first.indexOf('?');
    caller.saw(FACTS.question(), first.substring(0, query < 0 ? first.lastIndexOf(' ') : query));
    for (int count = 0; count < LINES; count++) {
      String line = line(caller.in());
      if (line.isEmpty()) {
        return challenge;
      }
      field(line, "User-Agent").ifPresent(agent -> caller.saw(FACTS.agent(), agent));
      Optional<String> asked = field(line, CHALLENGE);
      if (asked.isPresent()) {
        challenge = SharedKey.bytes(asked.get());
      }
    }
    throw new IOException("too many HTTP header fields");
  }

  /** The value of a header field, if the line is one of that name. */
  private static Optional<String> field(String line, String name) {
    String prefix = name + ":";
    return line.regionMatches(true, 0, prefix, 0, prefix.length())
        ? Optional.of(line.substring(prefix.length()).strip())
        : Optional.empty();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException();
      }
      if (line.length() >= LONGEST) {
        throw new IOException("an HTTP line that is too long");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
