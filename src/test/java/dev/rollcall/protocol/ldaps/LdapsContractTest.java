package dev.rollcall.protocol.ldaps;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import java.util.Optional;

class LdapsContractTest extends ProtocolContract<LdapsSettings> {
  @Override
  protected Protocol<LdapsSettings> protocol() {
    return new LdapsProtocol();
  }

  @Override
  protected LdapsSettings settings() {
    return Messages.settings("example.test");
  }

  @Override
  protected Beginning beginning() {
    return Beginning.TLS;
  }

  /** The first byte that drips in is already no LDAP message. */
  @Override
  protected Optional<Expected> expected(Misbehaviour how) {
    return how == Misbehaviour.TLS_DRIP
        ? Optional.of(new Expected(Phase.EXCHANGE, FaultKind.MALFORMED))
        : usual(how);
  }
}
