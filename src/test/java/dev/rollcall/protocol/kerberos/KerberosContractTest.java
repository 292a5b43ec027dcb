package dev.rollcall.protocol.kerberos;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.fault.Phase;
import dev.rollcall.probe.Misbehaviour;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

class KerberosContractTest {
  abstract static class Contract extends ProtocolContract<KerberosSettings> {
    @Override
    protected Protocol<KerberosSettings> protocol() {
      return new KerberosProtocol();
    }

    @Override
    protected KerberosSettings settings() {
      return new KerberosSettings("EXAMPLE.TEST", KerberosSettings.DEFAULT_PRINCIPAL);
    }
  }

  @Nested
  class OverUdp extends Contract {
    @Override
    protected Beginning beginning() {
      return Beginning.DATAGRAM;
    }
  }

  @Nested
  class OverTcp extends Contract {
    @Override
    protected Beginning beginning() {
      return Beginning.CLIENT;
    }

    /** The first byte that drips in is already no length of a Kerberos message. */
    @Override
    protected Optional<Expected> expected(Misbehaviour how) {
      return how == Misbehaviour.DRIP
          ? Optional.of(new Expected(Phase.EXCHANGE, FaultKind.MALFORMED))
          : usual(how);
    }
  }
}
