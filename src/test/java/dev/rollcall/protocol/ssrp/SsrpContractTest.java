package dev.rollcall.protocol.ssrp;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import java.util.Optional;

class SsrpContractTest extends ProtocolContract<SsrpSettings> {
  @Override
  protected Protocol<SsrpSettings> protocol() {
    return new SsrpProtocol();
  }

  @Override
  protected SsrpSettings settings() {
    return new SsrpSettings(Optional.of("APPS"), Optional.empty());
  }

  @Override
  protected Beginning beginning() {
    return Beginning.DATAGRAM;
  }
}
