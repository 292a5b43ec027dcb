package dev.rollcall.protocol.tds;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import java.util.Optional;

class TdsContractTest extends ProtocolContract<TdsSettings> {
  @Override
  protected Protocol<TdsSettings> protocol() {
    return new TdsProtocol();
  }

  @Override
  protected TdsSettings settings() {
    return new TdsSettings(Optional.empty(), Optional.empty());
  }

  @Override
  protected Beginning beginning() {
    return Beginning.CLIENT;
  }
}
