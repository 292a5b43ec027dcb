package dev.rollcall.fuzz.script;

import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.SharedKey;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A client of a stand-in that sends the input; TLS is left out. */
public final class ScriptedCaller implements Caller {
  private static final StandInIdentity GUISE =
      new StandInIdentity(
          "dc1.uni.edu",
          Optional.of(new SharedKey("0123456789abcdef".getBytes(StandardCharsets.US_ASCII))),
          "ab".repeat(32));

  private final InputStream in;
  private final OutputStream out;
  private final List<String> saw;

  private ScriptedCaller(InputStream in, OutputStream out, List<String> saw) {
    this.in = in;
    this.out = out;
    this.saw = saw;
  }

  /** Has the input answered; gives what the stand-in noted, and how much it answered. */
  public static Object answers(StandIn.Streams standIn, byte[] input) throws IOException {
    List<String> saw = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ScriptedInput in = new ScriptedInput(input, Script.of(input));
    standIn.serve(new ScriptedCaller(new BufferedInputStream(in), out, saw));
    return saw + " " + out.size();
  }

  /** As a datagram. */
  public static Object answers(StandIn.Datagrams standIn, byte[] input) {
    return standIn
        .answer(input, GUISE)
        .map(answer -> "an answer of " + answer.length)
        .orElse("silence");
  }

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public StandInIdentity identity() {
    return GUISE;
  }

  @Override
  public void saw(String name, String text) {
    saw.add(name + "=" + text);
  }

  @Override
  public void again() {
    saw.add("again");
  }

  @Override
  public Caller startTls(UnaryOperator<Socket> framing, String... alpn) throws IOException {
    Socket framed = framing.apply(new Streams(in, out));
    return new ScriptedCaller(
        new BufferedInputStream(framed.getInputStream()), framed.getOutputStream(), saw);
  }

  /** The connection as the socket that a framing packs and unpacks. */
  private static final class Streams extends Socket {
    private final InputStream in;
    private final OutputStream out;

    Streams(InputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public InputStream getInputStream() {
      return in;
    }

    @Override
    public OutputStream getOutputStream() {
      return out;
    }
  }
}
