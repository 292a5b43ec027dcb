package dev.rollcall.protocol.echo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.rollcall.probe.answer.Caller;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInMark;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** Says words back, and says that it is a stand-in. */
final class EchoStandIn implements StandIn.Streams {
  private static final String NAME = StandInMark.TEXT.replace(' ', '_');

  @Override
  public void serve(Caller caller) throws IOException {
    Optional<EchoLine> asked = EchoLine.read(line(caller));
    if (asked.isPresent()) {
      caller.saw(EchoProtocol.FACTS.question(), asked.get().word());
      caller.saw(EchoProtocol.FACTS.agent(), asked.get().name());
      caller.write(new EchoLine(asked.get().word(), NAME, "0").text().getBytes(US_ASCII));
    }
  }

  private static String line(Caller caller) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = caller.in().read(); next != '\n'; next = caller.in().read()) {
      if (next < 0 || line.size() >= EchoLine.LONGEST) {
        throw new EOFException();
      }
      line.write(next);
    }
    return line.toString(US_ASCII).strip();
  }
}
