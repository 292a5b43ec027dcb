package dev.rollcall.protocol.ssrp;

import dev.rollcall.fuzz.script.Conversations;
import dev.rollcall.fuzz.script.ScriptedCaller;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Repair;
import dev.rollcall.probe.fault.ProbeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What is read of the SQL Server Browser, and of those who call a stand-in for it. */
public final class SsrpFuzzTargets {
  private static final SsrpSettings SETTINGS =
      new SsrpSettings(Optional.of("APPS"), Optional.of(1433));
  private static final byte[] ANSWER =
      SqlInstance.response(
          List.of(
              new SqlInstance("SQL1", "MSSQLSERVER", false, "16.0.1000.6", OptionalInt.of(1433)),
              new SqlInstance("SQL1", "APPS", true, "15.0.2000.5", OptionalInt.empty())));

  private SsrpFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("ssrp.instances", SqlInstance::parse)
            .seed(ANSWER, text("ServerName;S;InstanceName;I;IsClustered;No;Version;9.0;np;x;;"))
            .tokens(";", ";;", "tcp;", "bv;", "np;\\\\S\\pipe", "ServerName;", "Yes", "No")
            .mayThrow(ProbeException.class)
            .repairedBy(Repair::counted)
            .upTo(70_000)
            .covers(SqlInstance.class),
        FuzzTarget.of("ssrp.probe", SsrpFuzzTargets::probe)
            .seed(ANSWER)
            .repairedBy(Repair::counted)
            .inputs(1000)
            .covers(SsrpProtocol.class),
        FuzzTarget.of("ssrp.stand-in", SsrpFuzzTargets::standIn)
            .seed(SqlInstance.askAll(), SqlInstance.ask("APPS"))
            .covers(SsrpStandIn.class));
  }

  private static byte[] text(String text) {
    byte[] bytes = ("\5??" + text).getBytes(StandardCharsets.ISO_8859_1);
    bytes[1] = (byte) (bytes.length - 3);
    bytes[2] = 0;
    return bytes;
  }

  private static Object probe(byte[] input) {
    return Conversations.probeDatagrams(
        new SsrpProtocol(), SETTINGS, input, request -> input.clone());
  }

  private static Object standIn(byte[] input) {
    return ScriptedCaller.answers(SsrpStandIn.of(List.of(SETTINGS)), input);
  }
}
