"""What anybody may read of a published report, without signing in. Nobody is asked who they are; no cookie is set."""
