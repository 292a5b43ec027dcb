package dev.rollcall.protocol.ssrp;

import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.answer.StandInIdentity;
import dev.rollcall.probe.answer.StandInMark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Stands in for the SQL Server Browser (MC-SQLR §3.2.5). Its answers are larger than the requests,
 * as the protocol requires; a request for an unknown instance, by broadcast or for an
 * administrator's port gets no answer.
 *
 * @param instances names with their ports
 */
record SsrpStandIn(List<SqlInstance> instances) implements StandIn.Datagrams {

  SsrpStandIn {
    instances = List.copyOf(instances);
  }

  /** One for the instance of each rule, or the default instance, on the rule's port. */
  static SsrpStandIn of(List<SsrpSettings> rules) {
    Map<String, SqlInstance> instances = new LinkedHashMap<>();
    for (SsrpSettings rule : rules) {
      String name = rule.instance().orElse(SqlInstance.DEFAULT);
      OptionalInt port = OptionalInt.of(rule.port().orElse(SsrpProtocol.USUAL_PORT));
      // SQL Server 2022, without a build number.
      instances.putIfAbsent(
          name.toUpperCase(Locale.ROOT),
          new SqlInstance(StandInMark.NAME, name, false, "16.0.0.0", port));
    }
    return new SsrpStandIn(List.copyOf(instances.values()));
  }

  @Override
  public Optional<byte[]> answer(byte[] request, StandInIdentity identity) {
    Optional<String> asked = SqlInstance.asked(request);
    List<SqlInstance> chosen =
        instances.stream()
            .filter(
                known ->
                    SqlInstance.asksAll(request)
                        || asked.filter(known.name()::equalsIgnoreCase).isPresent())
            .toList();
    return chosen.isEmpty() ? Optional.empty() : Optional.of(SqlInstance.response(chosen));
  }
}
