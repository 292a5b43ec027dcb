package dev.rollcall.protocol.smb;

import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.ProtocolContract;
import java.util.List;
import java.util.Optional;

class SmbContractTest extends ProtocolContract<SmbSettings> {
  @Override
  protected Protocol<SmbSettings> protocol() {
    return new SmbProtocol();
  }

  @Override
  protected SmbSettings settings() {
    return new SmbSettings(Optional.empty(), List.of(), Optional.empty());
  }

  @Override
  protected Beginning beginning() {
    return Beginning.CLIENT;
  }
}
