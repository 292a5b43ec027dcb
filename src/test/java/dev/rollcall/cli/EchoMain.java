package dev.rollcall.cli;

import dev.rollcall.cli.output.Streams;
import dev.rollcall.probe.Protocol;
import dev.rollcall.protocol.echo.EchoProtocol;
import dev.rollcall.run.Protocols;
import java.util.stream.Stream;

/** Rollcall with one protocol more, as a process of its own. */
final class EchoMain {
  /** Rollcall's own protocols, and the one of this test. */
  static final Protocols PROTOCOLS =
      new Protocols(
          Stream.concat(Protocols.ALL.byName().values().stream(), Stream.of(new EchoProtocol()))
              .toArray(Protocol<?>[]::new));

  private EchoMain() {}

  public static void main(String[] args) {
    System.exit(Main.call(Streams.standard(), PROTOCOLS, args));
  }
}
