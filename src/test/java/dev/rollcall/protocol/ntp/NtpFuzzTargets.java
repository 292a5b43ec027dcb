package dev.rollcall.protocol.ntp;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.probe.fault.ProbeException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is read of time servers, and of those who call a stand-in for one. */
public final class NtpFuzzTargets {
  private static final int TRANSMIT = 40;
  private static final int ORIGINATE = 24;
  private static final Instant NOW = Instant.parse("2026-11-22T18:57:58.156160Z");

  private NtpFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("ntp.answer", NtpFuzzTargets::answer)
            .seed(answer(2, 0x0a010203), answer(1, 0x47505300), answer(0, 0x44454e59))
            .mayThrow(ProbeException.class)
            .covers(NtpAnswer.class, NtpMeasure.class, NtpStamps.class),
        FuzzTarget.of("ntp.probe", NtpFuzzTargets::probe)
            .seed(answer(2, 0x0a010203), answer(0, 0x52415445))
            .inputs(1000)
            .covers(NtpExchange.class, NtpProtocol.class),
        FuzzTarget.of("ntp.stand-in", input -> ScriptedCaller.answers(new NtpStandIn(), input))
            .seed(new NtpExchange().question())
            .covers(NtpStandIn.class));
  }

  private static Object answer(byte[] input) throws ProbeException {
    Optional<NtpAnswer> answer = NtpAnswer.read(input);
    if (answer.isEmpty()) {
      return "no answer";
    }
    NtpMeasure measure = new NtpMeasure(answer.get(), NOW, NOW.plusMillis(3));
    measure.clock();
    answer.get().judge();
    return answer.get().referenceName() + answer.get().bearsMark();
  }

  private static Object probe(byte[] input) {
    return Conversations.probeDatagrams(
        new NtpProtocol(), new NtpSettings(), input, request -> echoing(request, input));
  }

  /** An answer to our question, whatever else it says. */
  private static byte[] echoing(byte[] request, byte[] input) {
    byte[] answer = input.clone();
    if (answer.length >= TRANSMIT) {
      System.arraycopy(request, TRANSMIT, answer, ORIGINATE, 8);
    }
    return answer;
  }

  private static byte[] answer(int stratum, int reference) {
    ByteBuffer out = ByteBuffer.allocate(NtpAnswer.HEADER);
    out.put((byte) 0x24).put((byte) stratum).put((byte) 6).put((byte) -20);
    out.putInt(0x100).putInt(0x200).putInt(reference);
    long now = NtpStamps.of(NOW);
    return out.putLong(now).putLong(now).putLong(now).putLong(now).array();
  }
}
