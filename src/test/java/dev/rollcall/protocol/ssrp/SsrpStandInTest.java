package dev.rollcall.protocol.ssrp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.model.attempt.Attempt;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import dev.rollcall.probe.fault.ProbeException;
import dev.rollcall.standin.StandInContract;
import dev.rollcall.standin.StandInLimits;
import dev.rollcall.standin.Standing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SsrpStandInTest extends StandInContract<SsrpSettings> {
  private static final StandInIdentity GUISE =
      new StandInIdentity("mssql.uni.edu", Optional.empty(), "");
  private static final SsrpSettings APPS =
      new SsrpSettings(Optional.of("APPS"), Optional.of(14330));
  private static final SsrpSettings PLAIN = new SsrpSettings(Optional.empty(), Optional.empty());

  @Override
  protected Protocol<SsrpSettings> protocol() {
    return new SsrpProtocol();
  }

  @Override
  protected SsrpSettings settings() {
    return APPS;
  }

  @Override
  protected Transport transport() {
    return Transport.UDP;
  }

  @Override
  protected Optional<String> largerBecause() {
    return Optional.of("a question is a byte or a name, an answer names server, version and port");
  }

  private static List<SqlInstance> answer(byte[] request, SsrpSettings... rules)
      throws ProbeException {
    Optional<byte[]> answer = SsrpStandIn.of(List.of(rules)).answer(request, GUISE);
    return answer.isPresent() ? SqlInstance.parse(answer.get()) : List.of();
  }

  private static SqlInstance instance(String name, int port) {
    return new SqlInstance(StandInMark.NAME, name, false, "16.0.0.0", OptionalInt.of(port));
  }

  @Test
  void theInstancesAreThoseOfTheRules() throws ProbeException {
    SqlInstance apps = instance("APPS", 14330);
    SqlInstance standard = instance("MSSQLSERVER", 1433);
    assertEquals(List.of(apps), answer(SqlInstance.askAll(), APPS, APPS));
    assertEquals(List.of(apps, standard), answer(SqlInstance.askAll(), APPS, PLAIN));
    assertEquals(List.of(apps), answer(SqlInstance.ask("apps"), APPS, PLAIN));
    assertEquals(List.of(standard), answer(SqlInstance.ask("MSSQLServer"), PLAIN));
    // As Microsoft's driver for Java asks.
    assertEquals(List.of(apps), answer("\4APPS".getBytes(StandardCharsets.US_ASCII), APPS));
  }

  @Test
  void whatItDoesNotKnowIsMetWithSilence() throws ProbeException {
    for (String hex :
        List.of(
            "04" + "4f5448455200",
            // By broadcast, for an administrator's port, and what is no question.
            "02",
            "0f01" + "4150505300",
            "03" + "00",
            "04",
            "0400",
            "04" + "41".repeat(33) + "00",
            "05",
            "")) {
      assertEquals(List.of(), answer(HexFormat.of().parseHex(hex), APPS, PLAIN), hex);
    }
  }

  @Test
  void noiseIsMetWithSilenceToo() throws ProbeException {
    Random random = new Random(20261122);
    for (int turn = 0; turn < 20_000; turn++) {
      byte[] noise = new byte[2 + random.nextInt(60)];
      random.nextBytes(noise);
      noise[0] = (byte) random.nextInt(16);
      assertEquals(List.of(), answer(noise, APPS), () -> Arrays.toString(noise));
    }
  }

  @Test
  void anAnswerIsAsSmallAsTheProtocolAllows() {
    byte[] answer =
        SsrpStandIn.of(List.of(APPS)).answer(SqlInstance.ask("APPS"), GUISE).orElseThrow();
    assertEquals(
        "ServerName;ROLLCALL-STAND-IN;InstanceName;APPS;IsClustered;No;Version;16.0.0.0;"
            + "tcp;14330;;",
        new String(answer, 3, answer.length - 3, StandardCharsets.US_ASCII));
  }

  @Test
  void itsProbeSeesTheMarkAndFollowsTheInstance() throws Exception {
    try (Standing standing = standing(Optional.empty(), StandInLimits.usual())) {
      Attempt attempt = ask(standing.address(), Optional.empty());
      assertEquals("the server's name", Probes.fact(attempt, "stand-in.mark"));
      assertEquals(StandInMark.NAME, Probes.fact(attempt, "ssrp.server"));
      assertTrue(attempt.followUps().get(0).target().toString().contains("14330"));
    }
  }
}
